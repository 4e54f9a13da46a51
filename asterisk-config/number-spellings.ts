import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { toE164 } from './called-number.ts';

/** All ways in which a carrier may write a number that is called, as digits with or without a plus before them. */
export function numberSpellings(number: string, country?: string): readonly string[] {
  const digits = number.replace(/^\+/, '');
  const parsed = parsePhoneNumberFromString(number);
  const national = parsed?.formatNational().replaceAll(/[^0-9]/g, '') ?? '';
  const ways = [number, digits, `00${digits}`, national, parsed?.nationalNumber ?? ''];
  // One that means another number, or none, is nobody's.
  return [...new Set(ways)].filter((way) => way !== '' && toE164(way, country) === number);
}
