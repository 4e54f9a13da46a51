import * as z from 'zod';
import { FlowId } from './schema.ts';

/** Asks the platform: with a library of time zones here, every page that knows a schema would load it. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const HoursState = z.enum(['open', 'closed', 'holiday']);
export type HoursState = z.infer<typeof HoursState>;

/** From one time of day to another; `22:00` to `06:00` ends on the next day, `24:00` is midnight at the day's end. */
export const Span = z
  .strictObject({
    from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day such as 09:00.'),
    to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write a time of day such as 17:30.'),
  })
  .refine(({ from, to }) => from !== to, 'Begins and ends at the same time. The whole day is 00:00 to 24:00.');
export type Span = z.infer<typeof Span>;

const Spans = z.array(Span).max(12);

/** A day that is not as its day of the week, such as `2026-12-24`. Without `hours` it is a holiday all day. */
export const SpecialDay = z.strictObject({
  date: z.iso.date(),
  name: z.string().max(120),
  hours: Spans.optional(),
});
export type SpecialDay = z.infer<typeof SpecialDay>;

export const Holidays = z.strictObject({
  /** ISO 3166-1: the country whose public holidays count. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  region: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,12}$/)
    .optional(),
  /** Days of one's own. One on a public holiday replaces it. */
  dates: z.array(SpecialDay).max(500).default([]),
  /** Public holidays that are ordinary days here. */
  exclude: z.array(z.iso.date()).max(500).optional(),
});

/** What holds instead of the week, until a moment or until it is taken back. */
export const HoursOverride = z.strictObject({
  state: HoursState,
  until: z.iso.datetime({ offset: true }).nullable(),
  note: z.string().max(200).optional(),
});
export type HoursOverride = z.infer<typeof HoursOverride>;

export const Week = z.strictObject({
  mon: Spans,
  tue: Spans,
  wed: Spans,
  thu: Spans,
  fri: Spans,
  sat: Spans,
  sun: Spans,
});

/** Opening hours that flows share by their id. A change acts at once, without publishing. */
export const Hours = z.strictObject({
  id: FlowId,
  name: z
    .string()
    .min(1)
    .max(120)
    .regex(/^\P{Cc}*$/u, 'Use one line of text.'),
  /** IANA name, such as `Europe/Berlin`. */
  zone: z.string().max(60).refine(isZone, 'There is no such time zone. Write one such as Europe/Berlin.'),
  week: Week,
  holidays: Holidays.default({ dates: [] }),
  override: HoursOverride.nullable().default(null),
});
export type Hours = z.infer<typeof Hours>;

/** What hours are at a moment. */
export interface HoursNow {
  readonly state: HoursState;
  /** When `state` changes next; null when that is not within two months. Milliseconds since the Unix epoch. */
  readonly untilMs: number | null;
  /** Name of the day when `state` is `holiday`; else empty. */
  readonly holiday: string;
}
