import type { DialRules } from '#asterisk-config/dial-rules';
import { E164 } from '#asterisk-config/sip-names';
import { type Refusal, refuse } from './may-dial.ts';

/**
 * Whether a call to outside may show this number: one of ours, or one that is listed as verified. Anything else would be
 * a forged caller ID, which carriers block and laws punish.
 */
export function mayShow(
  rules: DialRules,
  ownNumbers: ReadonlySet<string>,
  callerId: string,
): { readonly allowed: true } | Refusal {
  if (!E164.safeParse(callerId).success)
    return refuse(
      'caller-id-malformed',
      'The caller ID is no telephone number.',
      'Choose one of your numbers, written such as +4930123456.',
    );
  if (ownNumbers.has(callerId) || rules.callerIds.includes(callerId)) return { allowed: true };
  return refuse(
    'caller-id-not-owned',
    `${callerId} is none of your numbers.`,
    'Choose one of your numbers; or add this one to the verified caller IDs, once your carrier has verified it.',
  );
}
