import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

const e164 = /^\+[1-9][0-9]{5,14}$/;

/**
 * The number that was called, however the carrier writes it: with +, with 00, with the country's own prefix for calls
 * abroad, without any, or as people of the country dial it. Undefined for what is no telephone number.
 * @param country ISO 3166, of numbers without a country code
 */
export function toE164(dialled: string, country?: string): string | undefined {
  if (dialled.length > 128) return undefined;
  const digits = decoded(dialled)
    .replace(/^(sips?|tel):/i, '')
    .replace(/[;@].*$/s, '')
    .replaceAll(/[\s().-]/g, '');
  if (!/^\+?[0-9]+$/.test(digits)) return undefined;
  // Carriers' 00 means abroad in every country, also in those whose people dial something else for that.
  const international = digits.replace(/^00(?=[1-9])/, '+');
  if (international.startsWith('+')) return e164.test(international) ? international : undefined;
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  return national(digits, home) ?? withoutPlus(digits);
}

function national(digits: string, country: CountryCode | undefined): string | undefined {
  if (country === undefined) return undefined;
  const number = parsePhoneNumberFromString(digits, country);
  if (number?.isValid()) return number.number;
  // A new range of numbers that our tables don't know yet, unless it reads better as a number of any country.
  return withoutPlus(digits) === undefined && number?.isPossible() ? number.number : undefined;
}

function withoutPlus(digits: string): string | undefined {
  const number = parsePhoneNumberFromString(`+${digits}`);
  return number?.isPossible() && e164.test(number.number) ? number.number : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
