import { sipWords } from '#asterisk-config/sip-words';
import type { Rule } from './evidence.ts';
import { quote } from './words.ts';

/** Answers that are no fault: somebody is busy, does not pick up, or gave up. */
const usual = [480, 486, 487, 600, 603];

/** A call out that the carrier turned down, in the words of its status. */
export const refusedByCarrier: Rule = ({ dialogue }) => {
  const { final } = dialogue;
  const status = final?.sip.status ?? 0;
  if (final === undefined || dialogue.isInbound || status < 300) return undefined;
  const { name, means, fix, field } = sipWords(status, 'call');
  const said = [final.sip.header('reason'), final.sip.header('warning')].filter((text) => text !== undefined);
  return {
    code: `sip-${status}`,
    severity: usual.includes(status) ? 'info' : 'error',
    title: `The carrier answered ${status} (${name}).`,
    evidence: [
      `The answer: ${quote(`${status} ${final.sip.reason}`)}.`,
      ...said.map((text) => `It adds: ${quote(text)}.`),
    ],
    cause: means,
    fix,
    ...(field === undefined ? {} : { field }),
  };
};
