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
  const calendar = new Calendar(hours);
  const { state, holiday } = calendar.plainState(atMs);
  return { state, untilMs: calendar.nextChange(atMs, state), holiday };
}

interface Moments {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The week and the special days of hours, as moments. */
class Calendar {
  readonly #hours: Timetable;
  readonly #days: ReadonlyMap<string, SpecialDay>;
  /** By the date they begin on: each day is looked at several times. */
  readonly #spans = new Map<string, readonly Moments[]>();

  constructor(hours: Timetable) {
    this.#hours = hours;
    this.#days = new Map(hours.holidays.dates.map((day) => [day.date, day]));
  }

  plainState(atMs: number): { state: HoursState; holiday: string } {
    const today = this.#dayOf(atMs);
    const spans = [...this.#spansOf(dayAfter(today, -1)), ...this.#spansOf(today)];
    if (spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)) return { state: 'open', holiday: '' };
    const special = this.#days.get(dateOf(today));
    return special === undefined ? { state: 'closed', holiday: '' } : { state: 'holiday', holiday: special.name };
  }

  nextChange(atMs: number, state: HoursState): number | null {
    let openMs = atMs;
    for (let n = -1, day = dayAfter(this.#dayOf(atMs), -1); n <= LOOK_AHEAD_DAYS; n++, day = dayAfter(day, 1)) {
      const spans = [...this.#spansOf(day)].sort((a, b) => a.fromMs - b.fromMs);
      if (state === 'open') {
        // Spans that touch are one, also over midnight.
        for (const { fromMs, toMs } of spans) if (fromMs <= openMs) openMs = Math.max(openMs, toMs);
        if (n >= 0 && openMs < dayAfter(day, 1).toMillis()) return openMs;
      } else {
        const plain = this.#days.has(dateOf(day)) ? 'holiday' : 'closed';
        if (plain !== state && day.toMillis() > atMs) return day.toMillis();
        const begin = spans.find(({ fromMs, toMs }) => fromMs > atMs && toMs > fromMs);
        if (begin !== undefined) return begin.fromMs;
      }
    }
    return null;
  }

  #dayOf(atMs: number): DateTime {
    return DateTime.fromMillis(atMs, { zone: this.#hours.zone }).startOf('day');
  }

  #spansOf(day: DateTime): readonly Moments[] {
    const date = dateOf(day);
    const known = this.#spans.get(date);
    if (known !== undefined) return known;
    const special = this.#days.get(date);
    const spans: readonly Span[] =
      special === undefined ? this.#hours.week[WEEKDAYS[day.weekday - 1] ?? 'mon'] : (special.hours ?? []);
    const moments = spans.map(({ from, to }) => {
      // 24:00 is 00:00 of the next day.
      const end = to === '24:00' ? '00:00' : to;
      const endDay = to === '24:00' || to <= from ? dayAfter(day, 1) : day;
      return { fromMs: Math.min(...momentsAt(day, from)), toMs: Math.max(...momentsAt(endDay, end)) };
    });
    this.#spans.set(date, moments);
    return moments;
  }
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
