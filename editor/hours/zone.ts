import { clockText } from './clock-text.ts';
import { minutesOf } from './week.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The zone of this browser. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const allZones = (): string[] => [...new Set(['UTC', ownZone(), ...Intl.supportedValuesOf('timeZone')])].sort();

/** What a clock in the zone shows, as if it were UTC. */
function wallMs(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(new Date(ms));
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
}

/** The moment at which a clock in the zone shows `2026-12-24T14:30`. */
export function momentIn(zone: string, local: string): number {
  const wanted = Date.parse(`${local}Z`);
  const guess = wanted - (wallMs(wanted, zone) - wanted);
  // The offset may be another one at that moment, in a night when the clock changes.
  return guess - (wallMs(guess, zone) - wanted);
}

/** The next midnight in the zone. */
export function endOfDay(zone: string, nowMs: number): number {
  const tomorrow = new Date(wallMs(nowMs, zone) + DAY_MS).toISOString().slice(0, 10);
  return momentIn(zone, `${tomorrow}T00:00`);
}

/** What a clock in the zone shows at a moment, as a date-and-time field takes it: `2026-12-24T14:30`. */
export const localIn = (zone: string, ms: number): string => new Date(wallMs(ms, zone)).toISOString().slice(0, 16);

/** `17:30` today, `Mon 09:00` within a week, else with the date. */
export function whenIn(zone: string, at: string, nowMs: number): string {
  const ms = Date.parse(at);
  const time = clockText(minutesOf(localIn(zone, ms).slice(11)));
  const days = Math.floor(wallMs(ms, zone) / DAY_MS) - Math.floor(wallMs(nowMs, zone) / DAY_MS);
  if (days === 0) return time;
  const form = days < 7 ? { weekday: 'short' as const } : { day: 'numeric' as const, month: 'short' as const };
  return `${new Intl.DateTimeFormat('en', { timeZone: zone, ...form }).format(ms)} ${time}`;
}
