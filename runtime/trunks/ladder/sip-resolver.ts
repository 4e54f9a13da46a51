import { Resolver, lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { SipTransport } from '#asterisk-config/trunk';

/** One server of a carrier: where a request for `host` may be sent. */
export interface CarrierPlace {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

export interface Resolved {
  readonly places: readonly CarrierPlace[];
  /** What was asked and answered, for people who read DNS. */
  readonly details: readonly string[];
}

/** A name that leads nowhere. */
export class NameFailed extends Error {
  /** `own-table`: only this machine's own table of hosts knows it. */
  readonly kind: 'unknown' | 'no-address' | 'no-answer' | 'own-table';
  /** What that table says. */
  readonly address: string | undefined;

  constructor(kind: NameFailed['kind'], host: string, address?: string) {
    super(host);
    this.name = 'NameFailed';
    this.kind = kind;
    this.address = address;
  }
}

export interface SipResolver {
  /** @throws NameFailed */
  resolve(host: string, port: number | undefined, transport: SipTransport): Promise<Resolved>;
}

const services = {
  udp: ['SIP+D2U', '_sip._udp'],
  tcp: ['SIP+D2T', '_sip._tcp'],
  tls: ['SIPS+D2T', '_sips._tcp'],
} as const;
export const usualPort = (transport: SipTransport): number => (transport === 'tls' ? 5061 : 5060);

interface ResolverOptions {
  /** Name servers as address:port; those of this machine by default. */
  readonly servers?: readonly string[];
  /** What the machine's own table says, such as /etc/hosts. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
}

/**
 * Finds a SIP server as RFC 3263 (4) asks for: an address is one; with a port only addresses are asked for; else NAPTR,
 * then SRV, then addresses.
 */
export function sipResolver({ servers, lookup = ownTable }: ResolverOptions = {}): SipResolver {
  const resolver = new Resolver({ timeout: 1_500, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);

  async function addresses(host: string, details: string[]): Promise<readonly string[]> {
    try {
      const found = await resolver.resolve4(host);
      details.push(`A ${host}: ${found.join(', ')}`);
      return found;
    } catch (error) {
      // Asterisk's PJSIP asks name servers only: it never reads /etc/hosts.
      const own = await lookup(host).catch(() => []);
      if (own.length > 0) throw new NameFailed('own-table', host, own[0]);
      details.push(`A ${host}: ${codeOf(error)}`);
      throw new NameFailed(kindOf(codeOf(error)), host);
    }
  }

  /** Nothing of this kind is no fault: most carriers have only a part of it. */
  const optional = <T>(what: string, details: string[], ask: Promise<T[]>): Promise<T[]> =>
    ask.catch((error) => {
      details.push(`${what}: ${codeOf(error)}`);
      return [];
    });

  async function serviceName(host: string, transport: SipTransport, details: string[]): Promise<string> {
    const [service, usual] = services[transport];
    const records = await optional(`NAPTR ${host}`, details, resolver.resolveNaptr(host));
    for (const { service: offered, replacement } of records) details.push(`NAPTR ${host}: ${offered} ${replacement}`);
    const fits = records
      .filter((record) => record.service.toUpperCase() === service && record.flags.toLowerCase() === 's')
      .sort((one, other) => one.order - other.order || one.preference - other.preference);
    return fits[0]?.replacement ?? `${usual}.${host}`;
  }

  return {
    async resolve(host, port, transport) {
      if (isIP(host) !== 0)
        return { places: [{ host, address: host, port: port ?? usualPort(transport) }], details: [] };
      const details: string[] = [];
      const placesOf = async (name: string, itsPort: number): Promise<CarrierPlace[]> =>
        (await addresses(name, details)).map((address) => ({ host, address, port: itsPort }));
      if (port !== undefined) return { places: await placesOf(host, port), details };
      const service = await serviceName(host, transport, details);
      const records = await optional(`SRV ${service}`, details, resolver.resolveSrv(service));
      const sorted = records.sort((one, other) => one.priority - other.priority || other.weight - one.weight);
      for (const record of sorted) details.push(`SRV ${service}: ${record.name}:${record.port}`);
      const places: CarrierPlace[] = [];
      for (const record of sorted.slice(0, 8))
        places.push(...(await placesOf(record.name, record.port).catch(() => [])));
      if (places.length > 0) return { places, details };
      return { places: await placesOf(host, usualPort(transport)), details };
    },
  };
}

async function ownTable(host: string): Promise<readonly string[]> {
  return (await systemLookup(host, { all: true, family: 4 })).map(({ address }) => address);
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'failed';

const kindOf = (code: string): NameFailed['kind'] =>
  code === 'ENOTFOUND' ? 'unknown' : code === 'ENODATA' ? 'no-address' : 'no-answer';
