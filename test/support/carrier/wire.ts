import { createSocket } from 'node:dgram';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { parseSip, type SipMessage, sipText } from './sip-message.ts';

export type WireTransport = 'udp' | 'tcp' | 'tls';

/** Whom a message came from, and the way back to them. */
export interface Peer {
  readonly transport: WireTransport;
  readonly address: string;
  readonly port: number;
  send(message: SipMessage): void;
}

/** SIP over one transport on one address: listens, and connects to others. */
export interface Wire {
  readonly transport: WireTransport;
  readonly address: string;
  readonly port: number;
  /** UDP sends from the port that it listens on; TCP and TLS open a connection. */
  peer(host: string, port: number): Promise<Peer>;
  close(): Promise<void>;
}

export interface WireOptions {
  readonly transport: WireTransport;
  readonly address: string;
  /** 0: a free one. */
  readonly port: number;
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly onMessage: (message: SipMessage, peer: Peer) => void;
}

export const openWire = (options: WireOptions): Promise<Wire> =>
  options.transport === 'udp' ? openUdp(options) : openStream(options);

async function openUdp({ address, port, onMessage }: WireOptions): Promise<Wire> {
  const socket = createSocket('udp4');
  const peerOf = (host: string, toPort: number): Peer => ({
    transport: 'udp',
    address: host,
    port: toPort,
    send: (message) => socket.send(sipText(message), toPort, host, () => {}),
  });
  socket.on('error', () => {});
  socket.on('message', (data, from) => {
    const text = data.toString('utf8');
    if (text.trim() !== '') onMessage(parseSip(text), peerOf(from.address, from.port));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, resolve);
  });
  return {
    transport: 'udp',
    address,
    port: socket.address().port,
    peer: async (host, toPort) => peerOf(host, toPort),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function openStream({ transport, address, port, certificate, onMessage }: WireOptions): Promise<Wire> {
  const open = new Set<Socket>();
  const serve = (socket: Socket): Peer => {
    open.add(socket);
    const peer: Peer = {
      transport,
      address: socket.remoteAddress ?? '',
      port: socket.remotePort ?? 0,
      send: (message) => void (socket.writable && socket.write(sipText(message))),
    };
    const take = splitter((message) => onMessage(message, peer));
    socket.on('data', take);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    return peer;
  };
  const server = transport === 'tls' ? createTlsServer({ ...certificate }, serve) : createServer(serve);
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const listening = server.address();
  return {
    transport,
    address,
    port: typeof listening === 'object' && listening !== null ? listening.port : port,
    peer: (host, toPort) =>
      new Promise((resolve, reject) => {
        const to = { host, port: toPort, localAddress: address };
        const socket: Socket =
          transport === 'tls'
            ? connectTls({ ...to, rejectUnauthorized: false }, () => resolve(serve(socket)))
            : connectTcp(to, () => resolve(serve(socket)));
        socket.once('error', reject);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Messages of a stream, told apart by Content-Length (RFC 3261, 18.3). */
function splitter(onMessage: (message: SipMessage) => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      while (rest[0] === 13 || rest[0] === 10) rest = rest.subarray(1);
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/^(?:content-length|l)\s*:\s*(\d+)/im.exec(rest.toString('utf8', 0, end))?.[1] ?? 0);
      if (rest.length < end + 4 + length) return;
      onMessage(parseSip(rest.toString('utf8', 0, end + 4 + length)));
      rest = rest.subarray(end + 4 + length);
    }
  };
}
