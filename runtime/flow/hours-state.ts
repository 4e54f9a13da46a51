import { DateTime } from 'luxon';
import type { Hours, HoursNow, HoursState, Span, SpecialDay } from './hours.ts';

/** How far ahead the next change is looked for. */
const LOOK_AHEAD_DAYS = 62;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A public holiday, resolved for its country by whoever asks. */
export type PublicHoliday = Pick<SpecialDay, 'date' | 'name'>;

/** What of hours decides. */
export type Timetable = Pick<Hours, 'zone' | 'week' | 'holidays' | 'override'>;

/** Hours with the public holidays of their country written out as dates, which is all that `stateAt` reads. */
export function withPublicHolidays<H extends Pick<Hours, 'holidays'>>(hours: H, days: readonly PublicHoliday[]): H {
  const excluded = new Set(hours.holidays.exclude);
  const { dates } = hours.holidays;
  return { ...hours, holidays: { dates: [...days.filter(({ date }) => !excluded.has(date)), ...dates] } };
}

/**
 * Whether hours are open at a moment, and until when that holds.
 *
 * A span belongs to the day it begins on: what began before midnight goes on to its end, also into a holiday. Where the
 * clock is put back, a span begins at the first and ends at the last of two equal times.
 */
export function stateAt(hours: Timetable, atMs: number): HoursNow {
  const { override } = hours;
  if (override !== null) {
    const untilMs = override.until === null ? null : Date.parse(override.until);
    if (untilMs === null || atMs < untilMs) {
      const holiday = override.state === 'holiday' ? (override.note ?? '') : '';
      return { state: override.state, untilMs, holiday };
    }
  }
  const days = new Map(hours.holidays.dates.map((day) => [day.date, day]));
  const { state, holiday } = plainState(hours, days, atMs);
  return { state, untilMs: nextChange(hours, days, atMs, state), holiday };
}

function plainState(
  hours: Timetable,
  days: ReadonlyMap<string, SpecialDay>,
  atMs: number,
): { state: HoursState; holiday: string } {
  const today = DateTime.fromMillis(atMs, { zone: hours.zone }).startOf('day');
  const spans = [...spansOf(hours, days, dayAfter(today, -1)), ...spansOf(hours, days, today)];
  if (spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)) return { state: 'open', holiday: '' };
  const special = days.get(dateOf(today));
  return special === undefined ? { state: 'closed', holiday: '' } : { state: 'holiday', holiday: special.name };
}

function nextChange(
  hours: Timetable,
  days: ReadonlyMap<string, SpecialDay>,
  atMs: number,
  state: HoursState,
): number | null {
  let day = dayAfter(DateTime.fromMillis(atMs, { zone: hours.zone }).startOf('day'), -1);
  for (let n = -1; n <= LOOK_AHEAD_DAYS; n++) {
    const spans = spansOf(hours, days, day);
    // The next day's own times are looked at with it: of this day's, those after its midnight are only ends.
    const moments = [day.toMillis(), ...spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs])].sort((a, b) => a - b);
    for (const ms of moments) if (ms > atMs && plainState(hours, days, ms).state !== state) return ms;
    day = dayAfter(day, 1);
  }
  return null;
}

function spansOf(
  hours: Timetable,
  days: ReadonlyMap<string, SpecialDay>,
  day: DateTime,
): { readonly fromMs: number; readonly toMs: number }[] {
  const special = days.get(dateOf(day));
  const spans: readonly Span[] =
    special === undefined ? hours.week[WEEKDAYS[day.weekday - 1] ?? 'mon'] : (special.hours ?? []);
  return spans.map(({ from, to }) => ({
    fromMs: Math.min(...momentsAt(day, from)),
    // 24:00 is later than any beginning, and is 00:00 of the next day.
    toMs: Math.max(...momentsAt(to <= from || to === '24:00' ? dayAfter(day, 1) : day, to === '24:00' ? '00:00' : to)),
  }));
}

/** A time of day as moments: two where the clock is put back over it; where it is put forward, as if it were not. */
function momentsAt(day: DateTime, time: string): number[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const { year, month, day: number } = day;
  const local = DateTime.fromObject({ year, month, day: number, hour, minute }, { zone: day.zoneName ?? 'utc' });
  return local.getPossibleOffsets().map((each) => each.toMillis());
}

const dayAfter = (day: DateTime, days: number): DateTime => day.plus({ days }).startOf('day');

const dateOf = (day: DateTime): string => day.toISODate() ?? '';
