import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { SipTransport } from '#asterisk-config/trunk';
import { SipMessage } from '#runtime/hep/sip-message';
import { codeOf, openStream } from './open-stream.ts';
import { openTls } from './open-tls.ts';
import type { CarrierPlace } from './sip-resolver.ts';

/** What came of one OPTIONS (RFC 3261, 11). */
export type Probed =
  | { readonly kind: 'answer'; readonly status: number; readonly reason: string; readonly server: string }
  | { readonly kind: 'silence' | 'refused' | 'closed' }
  /** Bytes, but no SIP: `tls` is a server that wanted TLS. */
  | { readonly kind: 'not-sip'; readonly what: 'tls' | 'other' };

export interface ProbeOptions {
  readonly transport: SipTransport;
  readonly authorities: string | undefined;
  readonly signal: AbortSignal;
  /** 3 s. */
  readonly withinMs?: number;
}

/** Asks a SIP server what it can do, which anybody may. Not from Asterisk's port: it tells only whether something is there. */
export function probeSip(place: CarrierPlace, options: ProbeOptions): Promise<Probed> {
  return options.transport === 'udp' ? probeByUdp(place, options) : probeByStream(place, options);
}

function probeByUdp(place: CarrierPlace, { signal, withinMs = 3_000 }: ProbeOptions): Promise<Probed> {
  const socket = createSocket('udp4');
  return new Promise<Probed>((resolve) => {
    const timers: NodeJS.Timeout[] = [];
    const end = (probed: Probed) => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', silent);
      socket.removeAllListeners();
      // A late error has nobody to tell.
      socket.on('error', () => {});
      socket.close();
      resolve(probed);
    };
    const silent = () => end({ kind: 'silence' });
    signal.addEventListener('abort', silent, { once: true });
    timers.push(setTimeout(silent, withinMs));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end({ kind: error.code === 'ECONNREFUSED' ? 'refused' : 'silence' }),
    );
    socket.on('message', (bytes) => {
      const probed = read(bytes);
      if (probed !== undefined) end(probed);
    });
    socket.connect(place.port, place.address, () => {
      const { address, port } = socket.address();
      const request = optionsRequest(place, 'UDP', `${address}:${port}`);
      const send = () => socket.send(request, () => {});
      send();
      // RFC 3261, 17.1.2: datagrams get lost.
      for (const ms of [500, 1_500]) timers.push(setTimeout(send, ms));
    });
  });
}

async function probeByStream(place: CarrierPlace, options: ProbeOptions): Promise<Probed> {
  const { transport, signal, authorities, withinMs = 3_000 } = options;
  const opened = transport === 'tls' ? openTls(place, { signal, authorities }) : openStream(place, { signal });
  const socket: Socket | string = await opened.catch(codeOf);
  if (typeof socket === 'string') return { kind: socket === 'ECONNREFUSED' ? 'refused' : 'closed' };
  return new Promise<Probed>((resolve) => {
    let got = Buffer.alloc(0);
    const end = (probed: Probed) => {
      clearTimeout(late);
      signal.removeEventListener('abort', silent);
      socket.destroy();
      resolve(probed);
    };
    const silent = () => end({ kind: 'silence' });
    const late = setTimeout(silent, withinMs);
    signal.addEventListener('abort', silent, { once: true });
    socket.on('error', () => end({ kind: 'closed' }));
    socket.on('close', () => end({ kind: 'closed' }));
    socket.on('data', (bytes: Buffer) => {
      got = Buffer.concat([got, bytes]).subarray(0, 65_536);
      const probed = read(got);
      if (probed !== undefined) end(probed);
    });
    const via = transport === 'tls' ? 'TLS' : 'TCP';
    socket.write(optionsRequest(place, via, `${socket.localAddress}:${socket.localPort}`));
  });
}

/** Undefined while the head is not complete. */
function read(bytes: Buffer): Probed | undefined {
  // A TLS alert or handshake record (RFC 8446, 5.1).
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03) return { kind: 'not-sip', what: 'tls' };
  const message = new SipMessage(bytes);
  if (!message.text.startsWith('SIP/2.0'.slice(0, bytes.length))) return { kind: 'not-sip', what: 'other' };
  if (!message.text.includes('\r\n\r\n')) return undefined;
  const server = message.header('server') ?? message.header('user-agent') ?? '';
  return { kind: 'answer', status: message.status ?? 0, reason: message.reason, server };
}

function optionsRequest({ host }: CarrierPlace, via: string, own: string): string {
  const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
  const contact = via === 'UDP' ? `<sip:patchcord@${own}>` : `<sip:patchcord@${own};transport=${via.toLowerCase()}>`;
  return [
    `OPTIONS sip:${host} SIP/2.0`,
    `Via: SIP/2.0/${via} ${own};rport;branch=${branch}`,
    'Max-Forwards: 70',
    `From: <sip:patchcord@${own}>;tag=${randomBytes(4).toString('hex')}`,
    `To: <sip:${host}>`,
    `Call-ID: ${randomBytes(10).toString('hex')}`,
    'CSeq: 1 OPTIONS',
    `Contact: ${contact}`,
    'Accept: application/sdp',
    'User-Agent: Patchcord',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
