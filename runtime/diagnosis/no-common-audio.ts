import type { AudioDescription } from '#runtime/hep/sdp';
import { readAudio } from '#runtime/hep/sdp';
import type { Evidence, Found, Rule } from './evidence.ts';
import { quote } from './words.ts';

/** Statuses by which a side says that it can do nothing with the audio that was offered. */
const UNFIT = [415, 488, 606];

/** Names of codecs in Asterisk and in SDP. */
const names: Readonly<Record<string, string>> = {
  alaw: 'PCMA',
  ulaw: 'PCMU',
  g722: 'G722',
  opus: 'opus',
  gsm: 'GSM',
  g729: 'G729',
};

const isEncrypted = ({ profile, hasCrypto }: AudioDescription): boolean => hasCrypto || profile.includes('SAVP');

/** The call failed since the two sides could not agree on audio; what was offered, and what answered. */
function unfit({ dialogue }: Evidence) {
  const { final } = dialogue;
  if (final === undefined || !UNFIT.includes(final.sip.status ?? 0)) return undefined;
  const offer = readAudio(dialogue.lastInvite?.sip.body ?? '');
  return offer && { offer, final };
}

/** One side encrypts audio (SRTP), the other does not. */
export const encryptionMismatch: Rule = (evidence) => {
  const { dialogue, trunk } = evidence;
  const found = unfit(evidence);
  if (found !== undefined) {
    const { offer, final } = found;
    const wanted = trunk?.mediaEncryption === 'sdes';
    // Of a call in we know both sides. Of one out: whoever says no to an encrypted offer, mostly can't do that.
    if (dialogue.isInbound ? isEncrypted(offer) === wanted || !offersOurs(offer, trunk) : !isEncrypted(offer))
      return undefined;
    return mismatch(isEncrypted(offer), dialogue.isInbound, `${final.sip.status} ${final.sip.reason}`, offer);
  }
  const [ours, theirs] = [dialogue.audio('out'), dialogue.audio('in')];
  if (dialogue.isInbound || ours === undefined || theirs === undefined || dialogue.answeredMs === undefined)
    return undefined;
  if (!ours.hasCrypto || theirs.hasCrypto) return undefined;
  return mismatch(true, false, 'an answer without keys for encrypted audio', ours);
};

function mismatch(offersEncrypted: boolean, inbound: boolean, answer: string, offer: AudioDescription): Found {
  const [offerer, other] = inbound ? ['The carrier', 'Patchcord'] : ['Patchcord', 'the carrier'];
  return {
    code: 'encryption-mismatch',
    severity: 'error',
    title: 'The call failed: one side wants encrypted audio (SRTP), the other does not.',
    evidence: [
      `${offerer} offered ${offersEncrypted ? 'encrypted' : 'plain'} audio (${quote(offer.profile)}).`,
      `The answer: ${quote(answer)}.`,
    ],
    cause: `${offerer} offered ${offersEncrypted ? 'encrypted' : 'plain'} audio, and ${other} takes only the other kind on this trunk.`,
    fix:
      offersEncrypted === inbound
        ? 'Switch media encryption of the trunk to SDES, or have the carrier switch it off.'
        : 'Switch media encryption of the trunk off, or have the carrier switch it on ("Secure Trunking", "SRTP").',
    field: 'mediaEncryption',
  };
}

const spoken = ({ codecs }: AudioDescription): string[] => codecs.filter((codec) => codec !== 'telephone-event');

function offersOurs(offer: AudioDescription, trunk: Evidence['trunk']): boolean {
  if (trunk === undefined) return true;
  const ours = trunk.codecs.map((codec) => (names[codec] ?? codec).toLowerCase());
  return spoken(offer).some((codec) => ours.includes(codec.toLowerCase()));
}

/** No codec that both know. */
export const codecMismatch: Rule = (evidence) => {
  const found = unfit(evidence);
  if (found === undefined || encryptionMismatch(evidence) !== undefined) return undefined;
  const { offer, final } = found;
  const { dialogue, trunk } = evidence;
  const list = (codecs: readonly string[]) => codecs.map((codec) => quote(codec, 20)).join(', ') || 'none';
  const who = dialogue.isInbound ? 'The carrier' : 'Patchcord';
  return {
    code: 'codec-mismatch',
    severity: 'error',
    title: 'The call failed: the two sides have no codec (kind of audio) in common.',
    evidence: [
      `${who} offered ${list(spoken(offer))}.`,
      ...(trunk === undefined ? [] : [`The trunk has ${list(trunk.codecs.map((codec) => names[codec] ?? codec))}.`]),
      `The answer: ${quote(`${final.sip.status} ${final.sip.reason}`)}.`,
    ],
    cause: dialogue.isInbound
      ? 'The carrier offers only codecs that are not switched on for this trunk.'
      : 'The carrier takes none of the codecs of this trunk. Some answer so too when they insist on encrypted audio.',
    fix: 'Choose codecs that the carrier names, alaw and ulaw first; if it has them already, look at media encryption.',
    field: 'codecs',
  };
};
