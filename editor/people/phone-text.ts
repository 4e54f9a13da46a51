import type { PersonPhone } from '#asterisk-config/person';
import { peopleWords } from '../words/people.ts';

/** A phone in a few words. */
export function phoneText(phone: PersonPhone): string {
  const kind = peopleWords.kinds[phone.kind];
  if (phone.kind === 'number') return phone.number;
  if (phone.kind === 'extension') return `${kind} ${phone.extension}`;
  return phone.kind === 'sip' && phone.label !== '' ? phone.label : kind;
}
