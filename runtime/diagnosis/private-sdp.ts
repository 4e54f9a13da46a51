import { audioWindows } from './audio-window.ts';
import type { Rule } from './evidence.ts';
import { isPrivate, isPublic } from './private-address.ts';

/** The other side asks for audio at an address of its own network, though it is somewhere else (NAT). */
export const privateSdp: Rule = ({ dialogue, samples }) => {
  const theirs = dialogue.audio('in');
  const peer = dialogue.peer?.address ?? '';
  if (theirs === undefined || peer === '' || !isPrivate(theirs.address) || isPrivate(peer)) return undefined;
  // Asterisk answers to where audio really comes from: then only the first moment is lost.
  const flows = audioWindows(samples).some(({ received }) => received > 0);
  return {
    code: 'private-sdp',
    severity: flows ? 'warning' : 'error',
    title: 'The other side names an audio address that can not be reached from here.',
    evidence: [
      `Its messages come from ${peer}; it asks for audio at ${theirs.address}, port ${theirs.port}.`,
      flows ? 'Its audio came all the same, so ours went to where it came from.' : 'No audio of it came.',
    ],
    cause: `${theirs.address} is an address within its own network: it sits behind a router and does not know its public address.`,
    fix: 'Ask the carrier, or whoever runs that phone system, to state its public address, or to send audio first.',
  };
};

/** We ask for audio at an address that only our own network knows. */
export const ownAddressPrivate: Rule = ({ dialogue }) => {
  const own = dialogue.audio('out');
  const peer = dialogue.peer?.address ?? '';
  if (own === undefined || !isPrivate(own.address) || !isPublic(peer)) return undefined;
  return {
    code: 'own-address-private',
    severity: 'warning',
    title: 'We name an audio address that the carrier can not reach.',
    evidence: [`The carrier is at ${peer}; we ask for audio at ${own.address}, port ${own.port}.`],
    cause: `${own.address} is an address within your network. The carrier can send audio there only if it ignores what we say.`,
    fix: 'Enter your public address in the SIP settings of this machine.',
    field: 'publicAddress',
  };
};
