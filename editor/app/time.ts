import { commonWords } from '../words/common.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Date and time, in the person's own form and zone. */
export const fullTime = (at: string): string => full.format(new Date(at));

/** `3 min. ago`, `yesterday`; a date when it is more than a week. */
export function agoOf(at: string, nowMs: number): string {
  const ms = nowMs - Date.parse(at);
  if (ms < MINUTE_MS) return commonWords.now;
  if (ms < HOUR_MS) return relative.format(-Math.floor(ms / MINUTE_MS), 'minute');
  if (ms < DAY_MS) return relative.format(-Math.floor(ms / HOUR_MS), 'hour');
  if (ms < 7 * DAY_MS) return relative.format(-Math.floor(ms / DAY_MS), 'day');
  return date.format(new Date(at));
}

/** `0:07`, `12:30`, `1:02:03`. */
export function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3_600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}

/** The day, in the person's own form. */
export const fullDay = (at: string): string => date.format(new Date(at));
