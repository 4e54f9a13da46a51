import { audioWindows } from './audio-window.ts';
import type { Rule } from './evidence.ts';

/** Of 100 packets that we sent, so many did not get there: nobody understands a word then. */
const DEAF_PERCENT = 80;

/** Our voice does not get there: they hear nothing, as their own reports (RTCP) say. */
export const noAudioOut: Rule = ({ dialogue, samples }) => {
  const last = samples.findLast(({ lostThere }) => lostThere !== undefined);
  const sending = audioWindows(samples).some(({ sent }) => sent > 0);
  if (last?.lostThere === undefined || !sending || last.sent === 0) return undefined;
  const percent = Math.round((100 * last.lostThere) / last.sent);
  if (percent < DEAF_PERCENT) return undefined;
  const theirs = dialogue.audio('in');
  return {
    code: 'no-audio-out',
    severity: 'error',
    title: 'One-way audio: the other side heard nothing of us.',
    evidence: [
      `We sent ${last.sent} audio packets; the other side reports ${Math.min(percent, 100)} % of them as lost.`,
      ...(theirs === undefined ? [] : [`It asked for audio at ${theirs.address}, port ${theirs.port}.`]),
    ],
    cause:
      'What we send does not arrive: a firewall keeps it in, or the address that the other side asked for is wrong.',
    fix: 'Let UDP out of this machine to the audio addresses of the carrier; then ask the carrier where it expects audio.',
    field: 'rtpFirstPort',
  };
};
