import type { Evidence, Found, Rule } from './evidence.ts';
import { isPrivate } from './private-address.ts';
import type { SipDialogue } from './sip-dialogue.ts';
import { quote, seconds } from './words.ts';

/** Repeated at 0.5, 1.5, 3.5 and 7.5 s, then each 4 s: with so many something is wrong, and nothing is just late. */
const FEW = 4;

/** The answer is never acknowledged: the call is dropped 32 s later (RFC 3261, 13.3.1.4). */
export const missingAck: Rule = ({ dialogue, hangup }) =>
  dialogue.isInbound ? theirs(dialogue, hangup) : ours(dialogue);

function theirs(dialogue: SipDialogue, hangup: Evidence['hangup']): Found | undefined {
  const answers = dialogue.responses('INVITE', 'out').filter(({ sip }) => sip.status === 200);
  if (answers.length < FEW || dialogue.requests('ACK', 'in').length > 0) return undefined;
  const contact = dialogue.contact('out') ?? '';
  const evidence = [
    `The answer (200 OK) was sent ${answers.length} times in ${span(answers)}; no ACK came.`,
    `It says that we are reached at ${quote(contact)}.`,
    ...(hangup?.sipStatus === 408 ? ['Asterisk gave the call up: SIP 408.'] : []),
  ];
  const unreachable = isPrivate(contact);
  return {
    code: 'missing-ack',
    severity: 'error',
    title: 'The call was dropped because our answer was never acknowledged.',
    evidence,
    cause: unreachable
      ? `The carrier sends its acknowledgement (ACK) to ${contact}, an address that only your own network knows.`
      : 'The acknowledgement (ACK) of the carrier does not reach this machine; without it a call ends after 32 seconds.',
    fix: unreachable
      ? 'Enter your public address in the SIP settings of this machine.'
      : `Check that the firewall lets SIP of the carrier through to ${contact}, and that the router does not change SIP (switch off "SIP ALG").`,
    field: 'publicAddress',
  };
}

function ours(dialogue: SipDialogue): Found | undefined {
  const answers = dialogue.responses('INVITE', 'in').filter(({ sip }) => sip.status === 200);
  const acks = dialogue.requests('ACK', 'out');
  const [first] = answers;
  // A re-INVITE is answered as well; only the same answer counts.
  const same = answers.filter(({ sip }) => sip.cseq.number === first?.sip.cseq.number);
  if (same.length < FEW || acks.length === 0) return undefined;
  const contact = dialogue.contact('in') ?? '';
  return {
    code: 'missing-ack',
    severity: 'error',
    title: "Our acknowledgement of the carrier's answer never arrived.",
    evidence: [
      `The carrier sent its answer (200 OK) ${same.length} times in ${span(same)}, though we acknowledged it.`,
      `It says that it is reached at ${quote(contact)}; ACK goes there.`,
    ],
    cause: isPrivate(contact)
      ? `The carrier names ${contact} as its address, which only its own network knows.`
      : 'What we send within the call does not reach the carrier; after 32 seconds it gives the call up.',
    fix: 'Enter the outbound proxy of the carrier, if it has one; else ask the carrier about the Contact of its answers.',
    field: 'outboundProxy',
  };
}

const span = (messages: readonly { readonly atMs: number }[]): string =>
  seconds((messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0));
