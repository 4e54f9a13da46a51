import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type HepPacket, type Place, readHep } from './hep-packet.ts';
import type { FromPacketWorker } from './packet-worker.ts';
import { redactSip } from './redact.ts';
import { type SipExchange, SipExchanges } from './sip-exchanges.ts';
import { SipMessage } from './sip-message.ts';
import type { TappedMessage } from './tapped-message.ts';

export interface SipTapOptions {
  /** Asterisk's `capture_address` on loopback. */
  readonly port: number;
  /** Where Asterisk takes SIP: tells what comes in from what goes out. */
  readonly sipPorts: readonly number[];
  /** Another collector, which gets each packet as well, with its secrets taken out. */
  readonly relay?: Place;
  readonly onError: (error: unknown, message: string) => void;
}

/** Every SIP message of our Asterisk, as HEPv3 packets that its res_hep sends. */
export interface SipTap {
  /** The port it listens on: `port`, or the one that it was given for 0. */
  readonly port: number;
  onMessage(listener: (message: TappedMessage) => void): () => void;
  /** A request with its final response. */
  onExchange(listener: (exchange: SipExchange) => void): () => void;
  close(): Promise<void>;
}

/** Settles once packets are taken. Rejects when the port is another's. */
export async function openSipTap(options: SipTapOptions): Promise<SipTap> {
  const { sipPorts, relay, onError } = options;
  const messages = new Set<(message: TappedMessage) => void>();
  const exchanges = new SipExchanges();
  const relaySocket = relay && createSocket('udp4').unref();
  const directionOf = directions(sipPorts);
  const tell = <T>(listeners: Iterable<(one: T) => void>, one: T) => {
    for (const listener of listeners) {
      try {
        listener(one);
      } catch (error) {
        onError(error, 'A SIP message could not be taken in.');
      }
    }
  };
  const take = (bytes: Buffer) => {
    const packet = readHep(bytes);
    if (packet === undefined) return;
    if (packet.protocol === 1) redactSip(packet.payload);
    if (relay !== undefined) relaySocket?.send(bytes, relay.port, relay.address, () => {});
    if (packet.protocol !== 1 || (messages.size === 0 && !exchanges.isUsed)) return;
    const sip = new SipMessage(packet.payload);
    const message: TappedMessage = { ...wayOf(packet), direction: directionOf(packet, sip), sip };
    tell(messages, message);
    if (exchanges.isUsed) tell([(one: TappedMessage) => exchanges.take(one, tell)], message);
  };
  const { port, worker } = await startWorker(options.port, (packets) => {
    for (const packet of packets) take(Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
  });
  worker.on('error', (error) => onError(error, 'The listener for SIP messages failed.'));
  return {
    port,
    onMessage(listener) {
      messages.add(listener);
      return () => void messages.delete(listener);
    },
    onExchange: (listener) => exchanges.listen(listener),
    async close() {
      relaySocket?.close();
      await worker.terminate();
    },
  };
}

function wayOf({ atMs, source, destination, transport, correlation }: HepPacket) {
  return { atMs, source, destination, transport, correlation };
}

/** Threads run the build, also when this file runs as TypeScript under test. */
const workerScript = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../../dist/runtime/hep/packet-worker.js', import.meta.url)
    : new URL('./packet-worker.js', import.meta.url),
);

function startWorker(
  port: number,
  onPackets: (packets: readonly Uint8Array[]) => void,
): Promise<{ readonly port: number; readonly worker: Worker }> {
  const worker = new Worker(workerScript, { workerData: { port } });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromPacketWorker) => {
      if ('packets' in message) onPackets(message.packets);
      else {
        worker.off('error', reject);
        resolve({ port: message.port, worker });
      }
    });
  });
}

/**
 * A packet does not say its direction. What leaves from a SIP port of this machine goes out; on connections that Asterisk
 * made itself, and between two parties of one machine, the first Via tells who made the request.
 */
function directions(sipPorts: readonly number[]) {
  const own = new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address)));
  const isOurs = ({ address, port }: Place): boolean => sipPorts.includes(port) && own.has(address);
  return ({ source, destination }: HepPacket, sip: SipMessage): 'in' | 'out' => {
    if (isOurs(source) !== isOurs(destination)) return isOurs(source) ? 'out' : 'in';
    const sentBy = /^SIP\s*\/\s*2\.0\s*\/\s*\w+\s+[^\s;]*?(?::(\d{1,5}))?\s*(?:;|$)/i.exec(
      sip.header('via') ?? '',
    )?.[1];
    const isOurRequest = sentBy !== undefined && sipPorts.includes(Number(sentBy));
    return isOurRequest === (sip.status === undefined) ? 'out' : 'in';
  };
}
