import { createConnection } from 'node:net';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';

/** Sends one AMI action on a connection of its own; gives back the fields of the reply, names repeated as sent. */
export function askAmi(ami: RunningAsterisk['ami'], action: Record<string, string>): Promise<[string, string][]> {
  const text = (fields: Record<string, string>) =>
    `${Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
  return new Promise((resolve, reject) => {
    const socket = createConnection(ami.port, ami.host);
    let received = '';
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error('AMI did not answer')));
    socket.on('error', reject);
    socket.on('connect', () => {
      const login = { Action: 'Login', Username: ami.username, Secret: ami.password, Events: 'off' };
      socket.write(text(login) + text({ ...action, ActionID: 'asked' }));
    });
    socket.on('data', (data) => {
      received += data;
      const reply = received.split('\r\n\r\n').find((message) => message.includes('ActionID: asked'));
      if (reply === undefined || !received.endsWith('\r\n\r\n')) return;
      socket.destroy();
      const fields = reply.split('\r\n').map((line): [string, string] => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)];
      });
      resolve(fields);
    });
  });
}
