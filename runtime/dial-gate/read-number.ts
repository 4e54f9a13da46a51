import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A number as it would be dialled: in E.164, or one of up to six keys that stands for itself. */
export type ReadNumber =
  | { readonly kind: 'e164'; readonly number: string }
  | { readonly kind: 'short'; readonly number: string }
  | { readonly kind: 'unreadable'; readonly message: string; readonly fix: string };

/** Longest text that is looked at: a number with everything that people put between its digits. */
const LONGEST = 40;
const writtenByPeople = /^[(+0-9*#][0-9*#()./ -]*$/;
const e164 = /^\+[1-9][0-9]{5,14}$/;

const unreadable = (
  message: string,
  fix = 'Write the number with + and its country code, such as +4930123456.',
): ReadNumber => ({
  kind: 'unreadable',
  message,
  fix,
});

/**
 * Reads what somebody wants to call. What comes back holds digits, *, # and a + in front, and nothing else. A number
 * without a country code is one of `country` (ISO 3166), if that is known.
 */
export function readNumber(text: string, country?: string): ReadNumber {
  if (text.length > LONGEST || !writtenByPeople.test(text)) return unreadable('This is no telephone number.');
  const plain = text.replaceAll(/[()./ -]/g, '');
  if (/^[0-9*#]{1,6}$/.test(plain)) return { kind: 'short', number: plain };
  const international = /^00[1-9]/.test(plain) ? `+${plain.slice(2)}` : plain;
  if (international.startsWith('+')) return readInternational(international);
  if (country === undefined || !isSupportedCountry(country) || !/^[0-9]{7,15}$/.test(plain))
    return unreadable('The number has no country code.');
  const parsed = parsePhoneNumberFromString(plain, country);
  // As people of the country write it, with the 0 that they begin with: else it could be meant for another country.
  if (parsed === undefined || parsed.formatNational().replaceAll(/\D/g, '') !== plain)
    return unreadable('The number has no country code.');
  return readInternational(parsed.number);
}

function readInternational(number: string): ReadNumber {
  if (!e164.test(number)) return unreadable('A number has 6 to 15 digits, country code first.');
  const parsed = parsePhoneNumberFromString(number);
  // What it would be called by must be what was checked.
  if (parsed !== undefined && parsed.number !== number)
    return unreadable(`${number} has digits too many.`, `Write it as ${parsed.number}, if that is meant.`);
  return { kind: 'e164', number };
}
