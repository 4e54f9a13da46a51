import { isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { DialRules } from '#asterisk-config/dial-rules';
import { readNumber } from './read-number.ts';
import { isEmergencyNumber, type SpecialRange, specialRange } from './special-ranges.ts';

/** Why a call is not made. Codes are stable. */
export interface Refusal {
  readonly allowed: false;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export interface Allowed {
  readonly allowed: true;
  /** What is dialled: this, and never the text that was asked for. E.164, or a short number. */
  readonly number: string;
}

export const refuse = (code: string, message: string, fix: string): Refusal => ({ allowed: false, code, message, fix });

/** Whether the rules let this number be called. A number without a country code is one of `country`. */
export function mayDialNumber(rules: DialRules, text: string, country?: string): Allowed | Refusal {
  const read = readNumber(text, country);
  if (read.kind === 'unreadable') return refuse('destination-malformed', read.message, read.fix);
  return read.kind === 'short' ? mayDialShort(rules, read.number) : mayDialE164(rules, read.number);
}

function mayDialShort({ prefixes }: DialRules, number: string): Allowed | Refusal {
  const rule = prefixes.find(({ prefix }) => prefix === number);
  if (rule?.allow) return { allowed: true, number };
  const fix = `If it may be called, allow ${number} itself.`;
  return isEmergencyNumber(number)
    ? refuse('destination-emergency', `${number} is an emergency number.`, fix)
    : refuse('destination-short', `${number} is a short number, whose costs and meaning depend on the carrier.`, fix);
}

function mayDialE164(rules: DialRules, number: string): Allowed | Refusal {
  const parsed = parsePhoneNumberFromString(number);
  const rule = longest(rules, number);
  if (rule?.allow === false)
    return refuse('destination-denied', `Numbers that begin with ${rule.prefix} may not be called.`, fixRule);
  const code = `+${parsed?.countryCallingCode ?? ''}`;
  // +8 would be half the world: what is shorter than a country code opens nothing.
  const reach = rule !== undefined && rule.prefix.length >= code.length ? rule.prefix.length : 0;
  const special = specialRange(number);
  if (special !== undefined && reach < special.prefix.length) return refuseSpecial(number, special);
  const closed = closedKind(parsed);
  if (special === undefined && closed !== undefined && reach < code.length + (code === '+1' ? 3 : 2))
    return refuse('destination-premium', `${number} is a ${closed} number.`, fixSpecial(number, code.length + 3));
  if (number !== rule?.prefix && !(parsed?.isPossible() ?? false))
    return refuse('destination-unassigned', `${number} is too short or too long for its country.`, fixDigits);
  // Fraud likes ranges that nobody has been given.
  if (!(parsed?.isValid() ?? false) && special === undefined && reach < code.length + 2)
    return refuse('destination-unassigned', `${number} is in no range of numbers that is known.`, fixDigits);
  return reach > 0 ? byPrefix(number, code, reach, parsed) : byCountry(rules, number, parsed);
}

/** A country code that several countries share opens the one that it is known for, not the islands with their own prices. */
function byPrefix(number: string, code: string, reach: number, parsed: PhoneNumber | undefined): Allowed | Refusal {
  const country = parsed?.country;
  const main = mainCountries[code];
  if (reach > code.length || main === undefined || country === undefined || main.includes(country))
    return { allowed: true, number };
  return refuse(
    'destination-not-allowed',
    `${number} is in ${nameOf(country)}, which ${code} alone does not open.`,
    `If it may be called, allow the country ${country}, or a longer beginning of its numbers.`,
  );
}

function byCountry(rules: DialRules, number: string, parsed: PhoneNumber | undefined): Allowed | Refusal {
  const country = parsed?.country;
  if (country !== undefined && rules.countries.includes(country)) return { allowed: true, number };
  if (country === undefined)
    return refuse('destination-not-allowed', `No rule lets ${number} be called.`, 'Allow how it begins.');
  return refuse(
    'destination-not-allowed',
    `Numbers in ${nameOf(country)} may not be called.`,
    `If they may, allow the country ${country}, or how the number begins.`,
  );
}

function longest({ prefixes }: DialRules, number: string): DialRules['prefixes'][number] | undefined {
  let found: DialRules['prefixes'][number] | undefined;
  for (const rule of prefixes) {
    if (!rule.prefix.startsWith('+') || !number.startsWith(rule.prefix)) continue;
    // Of two rules for the same beginning the one that denies counts.
    const wins = rule.prefix.length - (found?.prefix.length ?? 0);
    if (wins > 0 || (wins === 0 && !rule.allow)) found = rule;
  }
  return found;
}

/** What a number is that no allowed country opens. */
function closedKind(parsed: PhoneNumber | undefined): string | undefined {
  switch (parsed?.getType()) {
    case 'PREMIUM_RATE':
      return 'premium rate';
    case 'SHARED_COST':
      return 'shared cost';
    case 'PERSONAL_NUMBER':
      return 'personal';
    case 'PAGER':
      return 'pager';
    case 'VOICEMAIL':
      return 'voicemail';
    default:
      return undefined;
  }
}

function refuseSpecial(number: string, { prefix, kind, title }: SpecialRange): Refusal {
  const isExtra = kind === 'premium' || kind === 'personal';
  return refuse(
    isExtra ? 'destination-premium' : 'destination-satellite',
    `${number} is in ${prefix}: ${title}. Such calls are dear, and no allowed country opens them.`,
    fixSpecial(number, prefix.length),
  );
}

const fixRule = 'Take the rule away, or allow a longer beginning of the number.';
const fixDigits = 'Check the digits. If it may be called, allow its beginning, area code included.';
const fixSpecial = (number: string, length: number): string =>
  `If it may be called, allow ${number.slice(0, length)} or a longer beginning of the number.`;

/** Countries that a shared country code is known for (ITU-T E.164 assigned country codes). */
const mainCountries: Readonly<Record<string, readonly string[]>> = {
  '+1': ['US', 'CA'],
  '+7': ['RU'],
  '+39': ['IT'],
  '+44': ['GB'],
  '+47': ['NO'],
  '+61': ['AU'],
  '+212': ['MA'],
  '+262': ['RE'],
  '+290': ['SH'],
  '+358': ['FI'],
  '+590': ['GP'],
  '+599': ['CW'],
};

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

const nameOf = (country: string): string => (isSupportedCountry(country) ? (names.of(country) ?? country) : country);
