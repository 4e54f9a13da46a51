import { isIP } from 'node:net';
import type { Climb } from './climb.ts';
import { firstHop, type NamedServer, namedServers } from './first-hop.ts';
import { type CarrierPlace, NameFailed } from './sip-resolver.ts';
import { failed, ok, type Verdict } from './verdict.ts';

/** Do the names in the settings lead anywhere? */
export async function dnsRung(climb: Climb): Promise<Verdict> {
  const { trunk, deps } = climb;
  const details: string[] = [];
  for (const server of namedServers(trunk)) {
    try {
      const found = await deps.resolver.resolve(server.host, server.port, trunk.transport);
      details.push(...found.details);
      if (server.field === firstHop(trunk).field) climb.places = found.places;
    } catch (error) {
      if (!(error instanceof NameFailed)) throw error;
      return failed({ ...words(error, server), details, stop: true });
    }
  }
  const { host } = firstHop(trunk);
  return ok({
    seen: isIP(host) ? `${host} is an address.` : `${host} leads to ${listed(climb.places)}.`,
    means: isIP(host) ? 'No name has to be looked up.' : "The carrier's server is known by name.",
    details,
  });
}

function words({ kind, address }: NameFailed, { host, field }: NamedServer) {
  if (kind === 'own-table')
    return {
      seen: `Only this machine's own table of hosts knows ${host} (${address}).`,
      means: 'Asterisk asks name servers only, so it does not find the server.',
      fix: `Enter ${address} instead, or a name that a name server knows.`,
      field,
    };
  if (kind === 'no-answer')
    return {
      seen: `No name server said anything about ${host}.`,
      means: 'The name servers of this machine do not answer (DNS).',
      fix: 'Check the network of this machine; then try again.',
      field,
    };
  return {
    seen: kind === 'unknown' ? `There is no ${host}.` : `${host} exists but has no address.`,
    means: 'Nobody in the internet has this name, so no call can go there.',
    fix: 'Check it for typing errors, and take the name that the carrier gives for SIP, not that of its web page.',
    field,
  };
}

const listed = (places: readonly CarrierPlace[]): string => {
  const all = places.map(({ address, port }) => `${address}:${port}`);
  return all.length > 4 ? `${all.slice(0, 4).join(', ')} and ${all.length - 4} more` : all.join(', ');
};
