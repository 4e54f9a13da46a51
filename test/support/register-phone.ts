import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/**
 * Registers as a SIP phone does, by UDP from an address of loopback that is not 127.0.0.1; gives the final status, and the
 * port at which calls to the phone arrive from now on.
 */
export async function registerPhone(
  sip: { readonly host: string; readonly port: number },
  { username, password, address }: { readonly username: string; readonly password: string; readonly address: string },
): Promise<{ readonly status: number; readonly port: number }> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  const [callId, tag] = [randomBytes(8).toString('hex'), randomBytes(4).toString('hex')];
  const uri = `sip:${sip.host}:${sip.port}`;
  const ask = async (sequence: number, authorization = ''): Promise<string> => {
    const lines = [
      `REGISTER ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
      'Max-Forwards: 70',
      `From: <sip:${username}@${sip.host}>;tag=${tag}`,
      `To: <sip:${username}@${sip.host}>`,
      `Call-ID: ${callId}`,
      `CSeq: ${sequence} REGISTER`,
      `Contact: <sip:${username}@${address}:${port}>`,
      'Expires: 120',
      ...(authorization === '' ? [] : [authorization]),
      'Content-Length: 0',
    ];
    socket.send(`${lines.join('\r\n')}\r\n\r\n`, sip.port, sip.host);
    for (;;) {
      const [message] = await once(socket, 'message', { signal: AbortSignal.timeout(5_000) });
      const text = String(message);
      if (/^SIP\/2\.0 [2-6]/.test(text)) return text;
    }
  };
  try {
    const challenge = await ask(1);
    const field = (name: string) => new RegExp(`${name}="?([^",\\r]+)`).exec(challenge)?.[1] ?? '';
    const [realm, nonce, cnonce] = [field('realm'), field('nonce'), randomBytes(4).toString('hex')];
    const key = md5(`${username}:${realm}:${password}`);
    const response = md5(`${key}:${nonce}:00000001:${cnonce}:auth:${md5(`REGISTER:${uri}`)}`);
    const answer = await ask(
      2,
      `Authorization: Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
        `response="${response}", algorithm=MD5, opaque="${field('opaque')}", qop=auth, cnonce="${cnonce}", nc=00000001`,
    );
    return { status: Number(answer.split(' ')[1]), port };
  } finally {
    socket.close();
    await once(socket, 'close');
  }
}
