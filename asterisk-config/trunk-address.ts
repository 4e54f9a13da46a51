import { hostAndPort, sipUri } from './sip-uri.ts';
import type { Trunk } from './trunk.ts';
import { TrunkError } from './trunk-error.ts';

/** Where a trunk's calls out go: the carrier's domain, or the registrar where there is no other. */
export function serverOf(trunk: Trunk): { host: string; port?: number } {
  const { id, domain, port, registrar } = trunk;
  if (domain !== undefined) return { host: domain, port };
  if (registrar !== undefined) return hostAndPort(registrar);
  throw new TrunkError(
    'trunk-domain-missing',
    { trunkId: id, field: 'domain' },
    'It is not said where calls out go.',
    'Enter the server or SIP domain that the carrier names.',
  );
}

/** The server through which all requests of a trunk go; undefined where they go straight to the carrier's server. */
export function proxyUri({ outboundProxy, transport }: Trunk): string | undefined {
  return outboundProxy && sipUri({ ...hostAndPort(outboundProxy), transport, looseRouting: true });
}
