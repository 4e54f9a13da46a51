import type { Climb, RungRun } from './climb.ts';
import { firstHop, portField } from './first-hop.ts';
import { codeOf, openStream } from './open-stream.ts';
import { failed, ok, skipped, type Verdict } from './verdict.ts';

/** Does a server of the carrier take a connection? */
export async function tcpRung(climb: Climb, { signal }: RungRun): Promise<Verdict> {
  const { trunk, places } = climb;
  if (trunk.transport === 'udp') return skipped('UDP has no connections.');
  const details: string[] = [];
  let last = '';
  for (const place of places.slice(0, 3)) {
    try {
      (await openStream(place, { signal })).destroy();
      // What answers comes first from here on.
      climb.places = [place, ...places.filter((other) => other !== place)];
      return ok({
        seen: `${place.address} takes connections on port ${place.port}.`,
        means: 'The server is there, and no firewall is between.',
        details,
      });
    } catch (error) {
      last = codeOf(error);
      details.push(`${place.address}:${place.port}: ${last}`);
    }
  }
  const server = firstHop(trunk);
  const where = places[0] === undefined ? server.host : `${places[0].address}:${places[0].port}`;
  const isRefused = last === 'ECONNREFUSED';
  return failed({
    seen: isRefused ? `${where} refuses connections.` : `${where} takes no connection (${last}).`,
    means: isRefused
      ? 'The machine is there, but nothing listens on this port.'
      : 'Nothing comes back: a wrong address, or a firewall drops what is sent there.',
    fix: `Check the port (usually 5060 for TCP, 5061 for TLS), and whether the carrier offers ${trunk.transport.toUpperCase()} at all.`,
    field: portField(server),
    details,
    stop: true,
  });
}
