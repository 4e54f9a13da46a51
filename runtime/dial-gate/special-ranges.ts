/**
 * Ranges of numbers that cost the caller extra or belong to no country. No allowed country opens them: only a rule for
 * the very range does. What libphonenumber knows as premium, shared cost, personal or pager is closed besides
 * (`may-dial.ts`); this table holds whether or not that library knows the numbers of a range.
 */
export interface SpecialRange {
  readonly prefix: string;
  readonly kind: 'satellite' | 'network' | 'premium' | 'personal';
  readonly title: string;
  readonly source: string;
}

const itu = 'ITU-T, List of Recommendation E.164 assigned country codes';
const nanpa = 'NANPA, non-geographic and special area codes';
const ofcom = 'Ofcom, National Telephone Numbering Plan';
const bnetza = 'Bundesnetzagentur, Nummernplan';
const national = 'national numbering plan, as in ITU-T E.129';

/** `null`: ordinary numbers inside a special range. */
const table: Readonly<Record<string, readonly [kind: SpecialRange['kind'], title: string, source: string] | null>> = {
  '+870': ['satellite', 'Inmarsat', itu],
  '+881': ['satellite', 'global mobile satellite systems (Iridium, Globalstar)', itu],
  '+882': ['network', 'international networks', itu],
  '+883': ['network', 'international networks', itu],
  '+878': ['network', 'universal personal telecommunications', itu],
  '+888': ['network', 'telecommunications for disaster relief', itu],
  '+800': ['network', 'international freephone', itu],
  '+808': ['premium', 'international shared cost', itu],
  '+979': ['premium', 'international premium rate', itu],
  '+991': ['network', 'international correspondence trial', itu],
  '+999': ['network', 'reserved', itu],
  '+1900': ['premium', 'premium rate', nanpa],
  '+1976': ['premium', 'not assigned, taken for premium rate', nanpa],
  '+1500': ['personal', 'personal communication', nanpa],
  '+1521': ['personal', 'personal communication', nanpa],
  '+1522': ['personal', 'personal communication', nanpa],
  '+1533': ['personal', 'personal communication', nanpa],
  '+1544': ['personal', 'personal communication', nanpa],
  '+1566': ['personal', 'personal communication', nanpa],
  '+1577': ['personal', 'personal communication', nanpa],
  '+1588': ['personal', 'personal communication', nanpa],
  '+1600': ['network', 'Canadian non-geographic services, satellite among them', nanpa],
  '+1622': ['network', 'Canadian non-geographic services', nanpa],
  '+1700': ['network', 'services of long-distance carriers', nanpa],
  '+1710': ['network', 'US government', nanpa],
  '+4470': ['personal', 'personal numbers', ofcom],
  '+4476': ['personal', 'pagers', ofcom],
  '+447624': null, // Isle of Man
  '+4484': ['premium', 'shared cost', ofcom],
  '+4487': ['premium', 'shared cost', ofcom],
  '+449': ['premium', 'premium rate', ofcom],
  '+49118': ['premium', 'directory enquiries', bnetza],
  '+49137': ['premium', 'mass voting', bnetza],
  '+49138': ['premium', 'mass voting', bnetza],
  '+49180': ['premium', 'shared cost', bnetza],
  '+49190': ['premium', 'premium rate (old)', bnetza],
  '+49700': ['personal', 'personal numbers', bnetza],
  '+49900': ['premium', 'premium rate', bnetza],
  '+33118': ['premium', 'directory enquiries', national],
  '+3381': ['premium', 'shared cost', national],
  '+3382': ['premium', 'shared cost', national],
  '+3389': ['premium', 'premium rate', national],
  '+39144': ['premium', 'premium rate', national],
  '+39166': ['premium', 'premium rate', national],
  '+39178': ['personal', 'personal numbers', national],
  '+39199': ['premium', 'shared cost', national],
  '+3989': ['premium', 'premium rate', national],
  '+34803': ['premium', 'premium rate', national],
  '+34806': ['premium', 'premium rate', national],
  '+34807': ['premium', 'premium rate', national],
  '+34901': ['premium', 'shared cost', national],
  '+34902': ['premium', 'shared cost', national],
  '+34905': ['premium', 'mass voting', national],
  '+31900': ['premium', 'premium rate', national],
  '+31906': ['premium', 'premium rate', national],
  '+31909': ['premium', 'premium rate', national],
  '+3270': ['premium', 'shared cost', national],
  '+3290': ['premium', 'premium rate', national],
  '+4184': ['premium', 'shared cost', national],
  '+4190': ['premium', 'premium rate', national],
  '+43810': ['premium', 'shared cost', national],
  '+43820': ['premium', 'shared cost', national],
  '+43900': ['premium', 'premium rate', national],
  '+43901': ['premium', 'premium rate', national],
  '+43930': ['premium', 'premium rate', national],
  '+43931': ['premium', 'premium rate', national],
  '+43939': ['premium', 'premium rate', national],
  '+35315': ['premium', 'premium rate', national],
  '+35160': ['premium', 'premium rate', national],
  '+35176': ['premium', 'premium rate', national],
  '+358600': ['premium', 'premium rate', national],
  '+358700': ['premium', 'premium rate', national],
  '+4590': ['premium', 'premium rate', national],
  '+46900': ['premium', 'premium rate', national],
  '+46939': ['premium', 'premium rate', national],
  '+46944': ['premium', 'premium rate', national],
  '+4782': ['premium', 'premium rate', national],
  '+4870': ['premium', 'premium rate', national],
  '+42090': ['premium', 'premium rate', national],
  '+3690': ['premium', 'premium rate', national],
  '+30901': ['premium', 'premium rate', national],
  '+30909': ['premium', 'premium rate', national],
  '+4090': ['premium', 'premium rate', national],
  '+7803': ['premium', 'premium rate', national],
  '+7809': ['premium', 'premium rate', national],
  '+6113': ['premium', 'shared cost', national],
  '+61190': ['premium', 'premium rate', national],
  '+64900': ['premium', 'premium rate', national],
  '+81990': ['premium', 'premium rate', national],
  '+852900': ['premium', 'premium rate', national],
  '+651900': ['premium', 'premium rate', national],
  '+9721900': ['premium', 'premium rate', national],
};

/** In any North American area code the exchange 976 is premium rate. */
const nanpExchange976 = /^\+1[2-9]\d{2}976/;

/** The range that a number in E.164 is in: the smallest, if several hold it. */
export function specialRange(number: string): SpecialRange | undefined {
  const [exchange] = nanpExchange976.exec(number) ?? [];
  if (exchange !== undefined) return { prefix: exchange, kind: 'premium', title: 'premium rate (976)', source: nanpa };
  for (let length = Math.min(number.length, 9); length > 1; length -= 1) {
    const prefix = number.slice(0, length);
    const found = table[prefix];
    if (found === null) return undefined;
    if (found !== undefined) return { prefix, kind: found[0], title: found[1], source: found[2] };
  }
  return undefined;
}

/** Of ITU-T E.161.1 and many countries. Other short numbers are refused as well, in other words. */
const emergency = new Set(
  (
    '000 061 062 066 08 091 092 100 101 102 103 104 105 106 108 110 111 112 113 114 115 117 118 119 120 122 123 133 ' +
    '144 155 158 166 190 191 192 193 194 195 197 198 199 911 912 933 988 995 997 998 999'
  ).split(' '),
);

export const isEmergencyNumber = (shortNumber: string): boolean => emergency.has(shortNumber);
