import type { Rule } from './evidence.ts';
import { seconds } from './words.ts';

/** Less is impatience of ours, or a caller who hung up. */
const LEAST_MS = 4_000;

/** A call out to which nothing came back at all. */
export const carrierSilent: Rule = ({ dialogue, hangup }) => {
  const { invite } = dialogue;
  if (invite === undefined || dialogue.isInbound || dialogue.responses('INVITE', 'in').length > 0) return undefined;
  const sent = dialogue.requests('INVITE', 'out');
  const waitedMs = (dialogue.messages.at(-1)?.atMs ?? 0) - invite.atMs;
  const gaveUp = hangup?.sipStatus === 408 || hangup?.sipStatus === 503;
  if (!gaveUp && waitedMs < LEAST_MS) return undefined;
  const { address, port } = invite.destination;
  return {
    code: 'carrier-silent',
    severity: 'error',
    title: 'The carrier did not answer at all.',
    evidence: [
      `The call was sent to ${address}, port ${port}, ${sent.length === 1 ? 'once' : `${sent.length} times in ${seconds(waitedMs)}`}; nothing came back.`,
      ...(hangup?.sipStatus === undefined ? [] : [`Asterisk gave it up: SIP ${hangup.sipStatus}.`]),
    ],
    cause:
      invite.transport === 'udp'
        ? 'Nobody answers at that address and port, or a firewall keeps the answers out. Some carriers stay silent for addresses that they do not know.'
        : 'No connection to that address and port could be made or kept.',
    fix: 'Check domain, port and transport of the trunk; then whether your address is entered at the carrier; then the firewall.',
    field: 'domain',
  };
};
