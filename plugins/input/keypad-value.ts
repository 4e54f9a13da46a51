import type { CountryCode } from 'libphonenumber-js/min';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { DateTime } from 'luxon';

export type KeypadType = 'digits' | 'number' | 'amount' | 'date' | 'phone' | 'yesNo';
export type DateOrder = 'dayMonthYear' | 'monthDayYear' | 'yearMonthDay';
export type KeypadValue = string | number | boolean;

export interface KeypadOptions {
  readonly type: KeypadType;
  readonly dateOrder: DateOrder;
  /** ISO 3166-1 alpha-2; whose numbers are keyed without an international prefix. */
  readonly country: string;
}

const dateForms: Readonly<Record<DateOrder, RegExp>> = {
  dayMonthYear: /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
  monthDayYear: /^(?<month>\d{2})(?<day>\d{2})(?<year>\d{4})$/,
  yearMonthDay: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
};

/** How many keys an answer has where its type says so; else the settings do. */
export function lengthOf(type: KeypadType): { readonly min: number; readonly max: number } | undefined {
  if (type === 'date') return { min: 8, max: 8 };
  if (type === 'yesNo') return { min: 1, max: 1 };
  return undefined;
}

/**
 * What the keys mean; undefined if they are no such thing. Digits stay text (leading zeros count), a number and an
 * amount (`*` is the decimal point) become numbers, a date ISO 8601, a phone number E.164, 1 and 2 yes and no.
 */
export function keypadValue(keys: string, { type, dateOrder, country }: KeypadOptions): KeypadValue | undefined {
  switch (type) {
    case 'digits':
      return /^\d+$/.test(keys) ? keys : undefined;
    case 'number':
      return /^\d{1,15}$/.test(keys) ? Number(keys) : undefined;
    case 'amount':
      return /^\d{1,12}(\*\d{0,2})?$/.test(keys) ? Number(keys.replace('*', '.')) : undefined;
    case 'date':
      return date(keys, dateOrder);
    case 'phone':
      return phone(keys, country);
    case 'yesNo':
      return keys === '1' ? true : keys === '2' ? false : undefined;
  }
}

function date(keys: string, order: DateOrder): string | undefined {
  const { day, month, year } = dateForms[order].exec(keys)?.groups ?? {};
  if (day === undefined || month === undefined || year === undefined || year < '1000') return undefined;
  const found = DateTime.fromObject({ year: Number(year), month: Number(month), day: Number(day) }, { zone: 'utc' });
  return found.isValid ? found.toISODate() : undefined;
}

function phone(keys: string, country: string): string | undefined {
  if (!/^\d{3,20}$/.test(keys) || !isSupportedCountry(country)) return undefined;
  const found = parsePhoneNumberFromString(keys, country as CountryCode);
  return found?.isValid() ? found.number : undefined;
}

/** An answer as words for a voice: digits one by one, a date with its month's name. */
export function spokenValue(value: KeypadValue, keys: string, type: KeypadType, language: string): string {
  if (type === 'amount' || type === 'number') return String(value);
  if (type === 'date') return DateTime.fromISO(String(value), { zone: 'utc', locale: known(language) }).toFormat('DDD');
  return [...keys].join(' ');
}

/** `Language` admits tags that are well formed but mean nothing to the platform. */
function known(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
