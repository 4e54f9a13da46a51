import { addressIn } from '#runtime/hep/sip-message';
import type { Evidence, Found, Rule } from './evidence.ts';
import type { SipDialogue } from './sip-dialogue.ts';
import { quote } from './words.ts';

/** A call in from an address that belongs to no trunk. Asterisk asks it for a password that nobody has. */
export const unlistedAddress: Rule = (evidence) => {
  const { dialogue } = evidence;
  const { final, invite, peer } = dialogue;
  const status = final?.sip.status ?? 0;
  if (invite === undefined || peer === undefined || !dialogue.isInbound || (status !== 401 && status !== 407))
    return undefined;
  // Whoever answers the challenge is a phone with a wrong password, and none of the carrier's.
  if (dialogue.requests('INVITE', 'in').some(({ sip }) => sip.header('authorization') !== undefined)) return undefined;
  const dialled = dialledNumber(evidence.dialogue);
  const ours = evidence.isOurNumber?.(dialled) ?? false;
  return {
    code: 'unlisted-address',
    severity: ours ? 'error' : 'info',
    title: ours
      ? 'A call to one of your numbers came from an address that is in no trunk.'
      : 'A call came from an address that is in no trunk.',
    evidence: [
      `It came from ${peer.address} and called ${quote(dialled)}.`,
      ...caller(evidence),
      `It was turned away: ${status}, since no trunk takes calls from ${peer.address}.`,
    ],
    cause: ours
      ? 'Your carrier also calls from this address, or somebody tries out your number.'
      : 'Most such calls are of strangers who look for open telephone systems. They were turned away, and cost nothing.',
    fix: ours
      ? 'Add the address only if the carrier lists it, or if it appears while you call your number yourself in the test of the trunk.'
      : 'Nothing to do, unless it is your carrier: then compare the addresses with its list.',
    field: 'sourceAddresses',
  };
};

/** A call in that was known, and still reached no flow. */
export const noFlow: Rule = (evidence) => {
  const { final } = evidence.dialogue;
  const status = final?.sip.status ?? 0;
  if (final === undefined || !evidence.dialogue.isInbound || status < 300 || status === 401 || status === 407)
    return undefined;
  // The caller gave up while it rang.
  if (status === 487) return undefined;
  const dialled = dialledNumber(evidence.dialogue);
  return status === 404 || status === 484
    ? {
        code: 'number-unassigned',
        severity: 'error',
        title: 'A call came for a number that no flow answers.',
        evidence: [`${quote(dialled)} was called, and answered ${status}.`, ...caller(evidence)],
        cause: 'The number is not among your numbers, or has no flow for calls in.',
        fix: 'Add the number and choose its flow. If the carrier writes it in another form, check where it puts the called number.',
        field: 'calledNumber',
      }
    : answeredBadly(evidence, status, dialled);
};

function answeredBadly(evidence: Evidence, status: number, dialled: string): Found {
  const away = status === 503 || status === 500;
  return {
    code: away ? 'patchcord-away' : `refused-in-${status}`,
    severity: 'error',
    title: away ? 'A call came while Patchcord could not take it.' : `A call in was turned away with ${status}.`,
    evidence: [`${quote(dialled)} was called, and answered ${status}.`, ...caller(evidence)],
    cause: away
      ? 'No runtime took calls at that moment, or this machine was at its limit.'
      : 'Asterisk turned the call away before a flow could answer it.',
    fix: away
      ? 'See `patchcord status`; choose at the number what callers get while Patchcord is away.'
      : 'Look at the SIP diagram of the call, and at the settings of the trunk.',
  };
}

/** The number that was called, as the other side wrote it. */
export function dialledNumber({ invite }: SipDialogue): string {
  const { sip } = invite ?? {};
  return (addressIn(sip?.requestUri ?? '')?.user || addressIn(sip?.header('to') ?? '')?.user || '').slice(0, 80);
}

function caller({ dialogue }: Evidence): string[] {
  const { sip } = dialogue.invite ?? {};
  const agent = sip?.header('user-agent');
  return [
    `The caller calls itself ${quote(addressIn(sip?.header('from') ?? '')?.user ?? '')}${agent === undefined ? '' : `, its program ${quote(agent)}`}.`,
  ];
}
