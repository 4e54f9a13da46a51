import { hostAndPort } from '#asterisk-config/sip-uri';
import type { Trunk } from '#asterisk-config/trunk';
import { serverOf } from '#asterisk-config/trunk-address';

/** A server that the settings name, and in which field. */
export interface NamedServer {
  readonly host: string;
  readonly port?: number;
  readonly field: 'domain' | 'registrar' | 'outboundProxy';
}

/** The server that requests really go to: the proxy, else the registrar, else the domain. */
export function firstHop(trunk: Trunk): NamedServer {
  if (trunk.outboundProxy !== undefined) return { ...hostAndPort(trunk.outboundProxy), field: 'outboundProxy' };
  if (trunk.kind === 'registration' && trunk.registrar !== undefined)
    return { ...hostAndPort(trunk.registrar), field: 'registrar' };
  return { ...serverOf(trunk), field: 'domain' };
}

/** All whose names must lead somewhere; what is behind a proxy is the proxy's matter. */
export function namedServers(trunk: Trunk): readonly NamedServer[] {
  const first = firstHop(trunk);
  if (first.field !== 'registrar' || trunk.domain === undefined || trunk.domain === first.host) return [first];
  return [first, { host: trunk.domain, port: trunk.port, field: 'domain' }];
}

/** Where the port of a server stands in the settings. */
export const portField = ({ field }: NamedServer): string => (field === 'domain' ? 'port' : field);
