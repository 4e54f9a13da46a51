import { createSocket } from 'node:dgram';

export interface DnsRecords {
  readonly A?: Readonly<Record<string, readonly string[]>>;
  readonly SRV?: Readonly<Record<string, readonly { priority: number; weight: number; port: number; name: string }[]>>;
  readonly NAPTR?: Readonly<
    Record<
      string,
      readonly { order: number; preference: number; flags: string; service: string; replacement: string }[]
    >
  >;
}

export interface FakeDns {
  /** `127.0.0.5:port`, as Node's resolver takes it. */
  readonly server: string;
  /** `TYPE name`, in the order they came. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const types: Readonly<Record<number, 'A' | 'SRV' | 'NAPTR'>> = { 1: 'A', 33: 'SRV', 35: 'NAPTR' };

/** A name server that knows these records, says NXDOMAIN to names that it has never heard of, and nothing if it is silent. */
export async function startFakeDns(records: DnsRecords, { silent = false } = {}): Promise<FakeDns> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const known = new Set(Object.values(records).flatMap((table) => Object.keys(table)));
  socket.on('message', (query, from) => {
    const { name, end } = readName(query, 12);
    const type = types[query.readUInt16BE(end)];
    asked.push(`${type} ${name}`);
    if (silent) return;
    const answers = type === undefined ? [] : answersOf(records, type, name);
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(known.has(name) ? 0x8580 : 0x8583, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    header.writeUInt32BE(0, 8);
    const question = query.subarray(12, end + 4);
    const sections = answers.map((data) => {
      const head = Buffer.alloc(12);
      head.writeUInt16BE(0xc00c, 0);
      query.copy(head, 2, end, end + 4);
      head.writeUInt32BE(60, 6);
      head.writeUInt16BE(data.length, 10);
      return Buffer.concat([head, data]);
    });
    socket.send(Buffer.concat([header, question, ...sections]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.5', resolve));
  return {
    server: `127.0.0.5:${socket.address().port}`,
    asked,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answersOf(records: DnsRecords, type: 'A' | 'SRV' | 'NAPTR', name: string): Buffer[] {
  if (type === 'A') return (records.A?.[name] ?? []).map((address) => Buffer.from(address.split('.').map(Number)));
  if (type === 'SRV')
    return (records.SRV?.[name] ?? []).map(({ priority, weight, port, name: target }) =>
      Buffer.concat([numbers(priority, weight, port), nameBytes(target)]),
    );
  return (records.NAPTR?.[name] ?? []).map(({ order, preference, flags, service, replacement }) =>
    Buffer.concat([numbers(order, preference), text(flags), text(service), text(''), nameBytes(replacement)]),
  );
}

const numbers = (...values: number[]): Buffer => Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]));
const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const nameBytes = (name: string): Buffer => Buffer.concat([...name.split('.').map(text), Buffer.from([0])]);

function readName(packet: Buffer, from: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = from;
  for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}
