import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface SipIdentity {
  /** The user in From. */
  readonly from: string;
  readonly username?: string;
  readonly password?: string;
}

/** Just enough of SIP over WebSocket to call, and to be told no: its audio never comes. */
export class SipPhone {
  readonly socket: WebSocket;
  readonly statuses: number[] = [];
  readonly #got: string[] = [];
  #wake: () => void = () => {};

  constructor(url: string, protocol = 'sip') {
    this.socket = new WebSocket(url, protocol);
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => {
      this.#got.push(String(data));
      this.#wake();
    });
  }

  async open(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    return this;
  }

  /** The code that the other side closes with. */
  async closed(): Promise<number> {
    const [code] = await once(this.socket, 'close');
    return code;
  }

  /** Calls; gives the final status, which is 200 for an answered call. Answers one challenge, if it has a password. */
  async call(target: string, { from, username = from, password }: SipIdentity): Promise<number> {
    const dialogue = { target, from, id: randomBytes(8).toString('hex'), tag: randomBytes(4).toString('hex') };
    this.socket.send(invite(dialogue, 1));
    const first = await this.#final(1);
    if (first.status !== 401 || password === undefined) return first.status;
    const field = (name: string) => new RegExp(`${name}="?([^",\\r]+)`).exec(first.text)?.[1] ?? '';
    const uri = `sip:${target}@patchcord.invalid`;
    const [realm, nonce, opaque] = [field('realm'), field('nonce'), field('opaque')];
    const [cnonce, nc] = [randomBytes(4).toString('hex'), '00000001'];
    const key = md5(`${username}:${realm}:${password}`);
    const response = md5(`${key}:${nonce}:${nc}:${cnonce}:auth:${md5(`INVITE:${uri}`)}`);
    const authorization =
      `Authorization: Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
      `response="${response}", algorithm=MD5, opaque="${opaque}", qop=auth, cnonce="${cnonce}", nc=${nc}\r\n`;
    this.socket.send(invite(dialogue, 2, authorization));
    return (await this.#final(2)).status;
  }

  async #final(sequence: number): Promise<{ status: number; text: string }> {
    for (;;) {
      for (const text of this.#got.splice(0)) {
        const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
        if (status >= 200 && new RegExp(`CSeq: ${sequence} INVITE`, 'i').test(text)) return { status, text };
      }
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        setTimeout(() => reject(new Error('No answer to the INVITE.')), 5_000).unref();
      });
    }
  }
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function invite(
  { target, from, id, tag }: { target: string; from: string; id: string; tag: string },
  sequence: number,
  more = '',
): string {
  const body = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0 101',
    'c=IN IP4 127.0.0.1',
    'a=rtcp-mux',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=sendrecv',
    '',
  ].join('\r\n');
  return [
    `INVITE sip:${target}@patchcord.invalid SIP/2.0`,
    `Via: SIP/2.0/WS ${id}.invalid;branch=z9hG4bK${id}${sequence}`,
    'Max-Forwards: 69',
    `To: <sip:${target}@patchcord.invalid>`,
    `From: <sip:${from}@patchcord.invalid>;tag=${tag}`,
    `Call-ID: ${id}`,
    `CSeq: ${sequence} INVITE`,
    `Contact: <sip:phone@${id}.invalid;transport=ws>`,
    `${more}Content-Type: application/sdp`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
