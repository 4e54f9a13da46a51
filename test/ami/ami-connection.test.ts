import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { AmiConnection } from '#runtime/ami/ami-connection';
import type { AmiMessage } from '#runtime/ami/ami-message';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { openTransport } from '#runtime/ari/open-transport';
import { startFreezingProxy } from '../ari/freezing-proxy.ts';
import { useAsterisk } from '../support/asterisk.ts';
import { until } from '../support/supervisor.ts';

const asterisk = useAsterisk();
const log = { info: () => {}, warn: () => {} };
const open: AmiConnection[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function connect(more: { port?: number; pingMs?: number } = {}): Promise<AmiConnection> {
  const { port = asterisk().ami.port, pingMs } = more;
  const ami = new AmiConnection({ server: { ...asterisk().ami, port }, log, ...(pingMs ? { pingMs } : {}) });
  open.push(ami);
  const isOpen = once(ami, 'open');
  ami.start();
  await isOpen;
  return ami;
}

describe('the manager interface', () => {
  test('answers actions and lists, and says why it refuses one', async () => {
    const ami = await connect();
    expect(await ami.action('Ping')).toMatchObject({ response: 'Success', ping: 'Pong' });
    expect(await ami.list('PJSIPShowRegistrationsOutbound')).toEqual([]);
    expect((await ami.list('PJSIPShowEndpoints')).map(({ objectname }) => objectname)).toContain('loopback');
    await expect(ami.action('Nonsense')).rejects.toMatchObject({ code: 'ami-refused' });
    await ami.action('DBPut', { Family: 'patchcord', Key: 'a', Val: 'x,y;z' });
    expect(await ami.list('DBGet', { Family: 'patchcord', Key: 'a' })).toMatchObject([{ val: 'x,y;z' }]);
  });

  test('gets no second action by a line break in a value', async () => {
    const ami = await connect();
    const value = 'x\r\n\r\nAction: Command\r\nCommand: core stop now';
    await expect(ami.action('DBPut', { Family: 'a', Key: 'b', Val: value })).rejects.toMatchObject({
      code: 'ami-bad-value',
    });
  });

  test('never hands on a password, though Asterisk tells it', async () => {
    const ami = await connect();
    const heard: AmiMessage[] = [];
    ami.on('event', (event) => heard.push(event));
    const ari = await openTransport(undefined, {
      server: asterisk().ari,
      app: 'passwords',
      onEvent: () => {},
      onMalformed: () => {},
    });
    const config = dynamicConfigOf(ari);
    await config.put('auth', 'canary', { auth_type: 'userpass', username: 'u', password: 'canary-pass' });
    await config.put('registration', 'canary', {
      server_uri: 'sip:127.0.0.1:9',
      client_uri: 'sip:u@127.0.0.1:9',
      outbound_auth: 'canary',
      transport: 'transport-udp',
    });
    const listed = await ami.list('PJSIPShowRegistrationsOutbound');
    expect(listed.map(({ event }) => event)).toEqual(['OutboundRegistrationDetail', 'AuthDetail']);
    expect(JSON.stringify([listed, heard])).not.toContain('canary-pass');
    await config.remove('registration', 'canary');
    await config.remove('auth', 'canary');
    ari.close();
  });

  test('is found again when it was frozen, or its connection ended', async () => {
    const { port } = asterisk().ami;
    const proxy = await startFreezingProxy(port);
    const ami = await connect({ port: proxy.port, pingMs: 50 });
    const lost = once(ami, 'lost');
    const again = once(ami, 'open');
    proxy.freeze();
    await lost;
    await expect(ami.action('Ping')).rejects.toMatchObject({ code: 'ami-away' });
    await again;
    await until(
      'an answer',
      () =>
        ami.action('Ping').then(
          () => true,
          () => false,
        ),
      2_000,
    );
    proxy.stop();
  }, 30_000);

  test('with a wrong password never opens, and does not fail the process', async () => {
    const ami = new AmiConnection({ server: { ...asterisk().ami, password: 'wrong' }, log });
    open.push(ami);
    ami.start();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(ami.isOpen).toBe(false);
  });
});
