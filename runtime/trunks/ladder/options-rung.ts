import type { Climb, RungRun } from './climb.ts';
import { firstHop, portField } from './first-hop.ts';
import { type Probed, probeSip } from './sip-probe.ts';
import { failed, ok, quoted, skipped, type Verdict } from './verdict.ts';

/** Does anything that speaks SIP answer there? Any answer will do: also a no is one. */
export async function optionsRung(climb: Climb, { signal, tell }: RungRun): Promise<Verdict> {
  const { trunk, places, deps } = climb;
  const authorities = trunk.transport === 'tls' ? await deps.authorities() : undefined;
  const details: string[] = [];
  let worst: Probed = { kind: 'silence' };
  for (const place of places.slice(0, 3)) {
    tell(`Asking ${place.address}:${place.port}.`);
    const probed = await probeSip(place, { transport: trunk.transport, authorities, signal });
    if (probed.kind === 'answer') {
      // The others may be out of order: what comes next is about the one that answers.
      climb.places = [place, ...places.filter((other) => other !== place)];
      const server = probed.server === '' ? '' : ` It calls itself ${quoted(probed.server, 60)}.`;
      return ok({
        seen: `${place.address}:${place.port} answers ${probed.status} ${quoted(probed.reason, 60)}.${server}`,
        means: 'There is a SIP server. Whether it likes this account is seen higher up.',
        details,
      });
    }
    details.push(`${place.address}:${place.port}: ${probed.kind}`);
    worst = probed;
  }
  if (places[0] === undefined) return skipped('No server is known.');
  return failed({ ...words(worst, climb), details });
}

function words(probed: Probed, { trunk, places }: Climb) {
  const where = `${places[0]?.address}:${places[0]?.port}`;
  const server = firstHop(trunk);
  const way = trunk.transport.toUpperCase();
  if (probed.kind === 'not-sip' && probed.what === 'tls')
    return {
      seen: `${where} answers with TLS, not with SIP.`,
      means: 'This port is for encrypted signalling, and the settings say that it is not encrypted.',
      fix: 'Choose TLS, or enter the port for TCP, usually 5060.',
      field: 'transport',
      stop: true,
    };
  if (probed.kind === 'not-sip')
    return {
      seen: `${where} answers, but not with SIP.`,
      means: 'Some other service is behind this port, such as a web page.',
      fix: 'Enter the port that the carrier gives for SIP.',
      field: portField(server),
      stop: true,
    };
  if (probed.kind === 'refused')
    return {
      seen: `${where} says that nothing listens there.`,
      means: 'The machine is there, but there is no SIP server behind this port.',
      fix: 'Enter the port that the carrier gives for SIP, usually 5060.',
      field: portField(server),
      stop: true,
    };
  if (probed.kind === 'closed')
    return {
      seen: `${where} closed the connection without a word.`,
      means: 'This port is for another kind of connection, or the server talks only to addresses that it knows.',
      fix: 'Choose TLS if the carrier asks for it; else tell the carrier your address.',
      field: 'transport',
    };
  return {
    seen: `${where} said nothing for 3 seconds, by ${way}.`,
    means: 'A wrong port or address, a firewall in between, or a server that answers only addresses that it knows.',
    fix: `Check the port (usually 5060), whether the carrier offers ${way}, and that your firewall lets SIP out.`,
    field: portField(server),
  };
}
