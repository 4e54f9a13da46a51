import type { Rule } from './evidence.ts';

/** Asterisk ends a call in which no audio comes for so long as is set (`rtp_timeout`): cause 44, by its source. */
export const mediaTimeout: Rule = ({ dialogue, hangup, samples }) => {
  const said = dialogue
    .requests('BYE', 'out')
    .some(({ sip }) => sip.headers('reason').some((reason) => /cause=44\b/.test(reason)));
  if (dialogue.answeredMs === undefined || (hangup?.cause !== 44 && !said)) return undefined;
  const last = samples.at(-1);
  return {
    code: 'media-timeout',
    severity: 'error',
    title: 'The call was ended because no audio came any more.',
    evidence: [
      'Asterisk ended the call with cause 44 (no audio for too long).',
      ...(last === undefined ? [] : [`In all ${last.received} audio packets came and ${last.sent} were sent.`]),
    ],
    cause: 'The audio of the other side stopped: its connection broke, or a router forgot the way.',
    fix: 'If calls end so right from the start, look at one-way audio. If they end after a silence: switch off silence suppression at the other side.',
  };
};
