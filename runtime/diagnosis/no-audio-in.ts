import { audioWindows } from './audio-window.ts';
import type { Rule } from './evidence.ts';
import { isPrivate, isPublic } from './private-address.ts';
import { seconds } from './words.ts';

/** The other side's voice never comes: we hear nothing. */
export const noAudioIn: Rule = ({ dialogue, samples, audioPorts }) => {
  const silent = audioWindows(samples).find(({ received, ms }) => received === 0 && ms > 0);
  const last = samples.at(-1);
  // On hold the other side sends nothing, and says so.
  const theirs = dialogue.audio('in')?.direction;
  if (silent === undefined || last === undefined || theirs === 'recvonly' || theirs === 'inactive') return undefined;
  const own = dialogue.audio('out');
  const hidden = own !== undefined && isPrivate(own.address) && isPublic(dialogue.peer?.address ?? '');
  const ports = audioPorts === undefined ? '' : ` ${audioPorts.first} to ${audioPorts.last}`;
  return {
    code: 'no-audio-in',
    severity: 'error',
    title: 'One-way audio: we heard nothing of the other side.',
    evidence: [
      `In ${seconds(silent.ms)} no audio packet came, while ${silent.sent} were sent.`,
      `In all ${last.received} came and ${last.sent} were sent.`,
      ...(own === undefined ? [] : [`We asked for audio at ${own.address}, port ${own.port}.`]),
    ],
    cause: hidden
      ? `We told the carrier to send audio to ${own.address}, an address that only your own network knows.`
      : 'The audio of the other side does not reach this machine: a firewall or router keeps it out, or nothing is sent.',
    fix: hidden
      ? 'Enter your public address in the SIP settings of this machine.'
      : `Let UDP through to the ports${ports} of this machine, and have the router lead them here.`,
    field: hidden ? 'publicAddress' : 'rtpFirstPort',
  };
};
