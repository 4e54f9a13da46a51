/** One end of a SIP message's way. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** What a HEPv3 packet carries, as Asterisk's res_hep writes it (chunk numbers of HEP/EEP, revision 12). */
export interface HepPacket {
  readonly source: Place;
  readonly destination: Place;
  /** UDP, or something that keeps a connection: TCP, TLS and WebSocket look alike here. */
  readonly transport: 'udp' | 'tcp';
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** 1 is SIP, 5 is RTCP as JSON. */
  readonly protocol: number;
  /** The channel's name where there is a channel, else the Call-ID. */
  readonly correlation: string;
  /** A view of the packet, not a copy. */
  readonly payload: Buffer;
}

const MAGIC = 0x48455033;
const HEADER = 6;

const CHUNK = {
  ipProtocol: 2,
  source4: 3,
  destination4: 4,
  source6: 5,
  destination6: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  protocol: 11,
  payload: 15,
  correlation: 17,
} as const;

/** Undefined for what is no HEPv3 packet, or has no payload. Never throws: anybody on this machine can send to the port. */
export function readHep(packet: Buffer): HepPacket | undefined {
  if (packet.length < HEADER || packet.readUInt32BE(0) !== MAGIC) return undefined;
  const end = packet.readUInt16BE(4);
  if (end > packet.length) return undefined;
  const chunks = chunksOf(packet, end);
  const payload = chunks.get(CHUNK.payload);
  if (payload === undefined) return undefined;
  const number = (type: number): number => numberOf(chunks.get(type));
  const place = (four: number, six: number, port: number): Place => ({
    address: addressOf(chunks.get(four) ?? chunks.get(six)),
    port: number(port),
  });
  return {
    source: place(CHUNK.source4, CHUNK.source6, CHUNK.sourcePort),
    destination: place(CHUNK.destination4, CHUNK.destination6, CHUNK.destinationPort),
    transport: number(CHUNK.ipProtocol) === 17 ? 'udp' : 'tcp',
    atMs: number(CHUNK.seconds) * 1_000 + Math.floor(number(CHUNK.microseconds) / 1_000),
    protocol: number(CHUNK.protocol),
    correlation: textOf(chunks.get(CHUNK.correlation)),
    payload,
  };
}

/** Chunks of the vendor 0, by type; reading stops at the first that does not fit. */
function chunksOf(packet: Buffer, end: number): Map<number, Buffer> {
  const chunks = new Map<number, Buffer>();
  for (let at = HEADER; at + HEADER <= end; ) {
    const length = packet.readUInt16BE(at + 4);
    if (length < HEADER || at + length > end) break;
    if (packet.readUInt16BE(at) === 0)
      chunks.set(packet.readUInt16BE(at + 2), packet.subarray(at + HEADER, at + length));
    at += length;
  }
  return chunks;
}

function numberOf(chunk: Buffer | undefined): number {
  if (chunk === undefined || chunk.length === 0 || chunk.length > 4) return 0;
  return chunk.readUIntBE(0, chunk.length);
}

function addressOf(chunk: Buffer | undefined): string {
  if (chunk?.length === 4) return chunk.join('.');
  if (chunk?.length !== 16) return '';
  const groups = Array.from({ length: 8 }, (_, index) => chunk.readUInt16BE(index * 2).toString(16));
  return groups.join(':');
}

/** C ends its texts with a zero byte. */
const textOf = (chunk: Buffer | undefined): string => chunk?.toString('utf8').replace(/\0.*$/s, '').slice(0, 256) ?? '';
