import type { PublicHoliday } from '#runtime/flow/hours-state';
import { Lru } from '#runtime/flow/lru';

export interface HolidayRegion {
  readonly code: string;
  readonly name: string;
}
export interface HolidayCountry extends HolidayRegion {
  readonly regions: readonly HolidayRegion[];
}

const DAY_MS = 86_400_000;
const years = new Lru<Promise<readonly PublicHoliday[]>>(500);

/** The library with the holidays of all countries takes 12 MB: it is loaded when first asked for. */
async function load() {
  return (await import('date-holidays')).default;
}

/** The days on which a country, or a region of it, has a public holiday. Empty for a country that is not known. */
export const publicHolidays = (
  country: string,
  region: string | undefined,
  year: number,
): Promise<readonly PublicHoliday[]> =>
  years.take(`${country} ${region ?? ''} ${year}`, () => resolve(country, region, year));

async function resolve(country: string, region: string | undefined, year: number): Promise<readonly PublicHoliday[]> {
  const DateHolidays = await load();
  const of = region === undefined ? new DateHolidays(country) : new DateHolidays(country, region);
  return (of.getHolidays(year) || []).flatMap(({ type, date, name, start, end }): PublicHoliday[] => {
    // One that begins at noon is no reason to be closed in the morning: half-days are entered by hand.
    const [first = '', time = ''] = date.split(' ');
    if (type !== 'public' || !time.startsWith('00:00')) return [];
    const days = Math.max(1, Math.floor((end.getTime() - start.getTime()) / DAY_MS));
    return Array.from({ length: days }, (_, n) => ({ date: dayAfter(first, n), name: name.slice(0, 120) }));
  });
}

/** Every country whose public holidays are known, with those of its regions that have their own; by English name. */
export async function holidayCountries(): Promise<readonly HolidayCountry[]> {
  const DateHolidays = await load();
  const all = new DateHolidays();
  return named(all.getCountries('en')).map((country) => ({
    ...country,
    regions: named(all.getStates(country.code, 'en')),
  }));
}

const named = (names: Readonly<Record<string, string>> | undefined): HolidayRegion[] =>
  Object.entries(names ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));

const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
