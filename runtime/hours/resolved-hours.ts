import type { HoursNow } from '#runtime/flow/hours';
import { stateAt, type Timetable, withPublicHolidays } from '#runtime/flow/hours-state';
import { publicHolidays } from './public-holidays.ts';

/** Hours with their country's public holidays around a moment written out: nothing more need be looked up. */
export async function resolvedHours<H extends Pick<Timetable, 'holidays'>>(hours: H, atMs: number): Promise<H> {
  const { country, region } = hours.holidays;
  if (country === undefined) return hours;
  // A zone may be a day before or after UTC, and what changes next may be in the next year.
  const year = new Date(atMs).getUTCFullYear();
  const years = await Promise.all([year - 1, year, year + 1].map((each) => publicHolidays(country, region, each)));
  return withPublicHolidays(hours, years.flat());
}

/** What hours are at a moment. */
export const hoursAt = async (hours: Timetable, atMs: number): Promise<HoursNow> =>
  stateAt(await resolvedHours(hours, atMs), atMs);
