import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as z from 'zod';
import { SipMessage } from '#runtime/hep/sip-message';
import type { TappedMessage } from '#runtime/hep/tapped-message';

const Place = z.tuple([z.string(), z.number()]);
const Stored = z.array(
  z.object({
    at: z.number(),
    in: z.boolean(),
    from: Place,
    to: Place,
    tcp: z.boolean(),
    /** Each character is a byte. */
    text: z.string(),
  }),
);

/** What a trace may take in the database. */
const MOST_PACKED = 64 << 10;
const MOST_UNPACKED = 4 << 20;

/** Messages as they are stored. What does not fit is left out at the end; the beginning tells most. */
export async function packTrace(messages: readonly TappedMessage[]): Promise<Buffer> {
  const packed = await promisify(gzip)(JSON.stringify(messages.map(stored)));
  if (packed.length <= MOST_PACKED || messages.length === 0) return packed;
  return packTrace(messages.slice(0, Math.floor(messages.length / 2)));
}

function stored({
  atMs,
  direction,
  source,
  destination,
  transport,
  sip,
}: TappedMessage): z.infer<typeof Stored>[number] {
  return {
    at: atMs,
    in: direction === 'in',
    from: [source.address, source.port],
    to: [destination.address, destination.port],
    tcp: transport === 'tcp',
    text: sip.bytes.toString('latin1'),
  };
}

export async function unpackTrace(packed: Buffer): Promise<TappedMessage[]> {
  const json = await promisify(gunzip)(packed, { maxOutputLength: MOST_UNPACKED });
  return Stored.parse(JSON.parse(json.toString())).map((one) => ({
    atMs: one.at,
    direction: one.in ? 'in' : 'out',
    source: { address: one.from[0], port: one.from[1] },
    destination: { address: one.to[0], port: one.to[1] },
    transport: one.tcp ? 'tcp' : 'udp',
    correlation: '',
    sip: new SipMessage(Buffer.from(one.text, 'latin1')),
  }));
}
