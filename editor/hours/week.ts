import type { Hours, Span } from '#runtime/flow/hours';
import { clockText } from './clock-text.ts';

export type Week = Hours['week'];
export type Day = keyof Week;

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Day[];
export const WEEKDAYS = DAYS.slice(0, 5);
export const DAY_MINUTES = 24 * 60;

/** `09:30` is 570. */
export function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** 570 is `09:30`, and 1440 `24:00`. */
export function timeOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Whether a span ends on the day after. */
export const isOvernight = ({ from, to }: Span): boolean => minutesOf(to) <= minutesOf(from);

/** Spans in order; those that touch or overlap become one. Overnight ones stay as they are. */
export function tidySpans(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => minutesOf(a.from) - minutesOf(b.from));
  const tidy: Span[] = [];
  for (const span of sorted) {
    const last = tidy.at(-1);
    if (last === undefined || isOvernight(last) || isOvernight(span) || minutesOf(span.from) > minutesOf(last.to))
      tidy.push(span);
    else if (minutesOf(span.to) > minutesOf(last.to)) tidy[tidy.length - 1] = { from: last.from, to: span.to };
  }
  return tidy;
}

/** Whether two spans of one day share a moment. */
export function hasOverlap(spans: readonly Span[]): boolean {
  const ends = (span: Span) => minutesOf(span.to) + (isOvernight(span) ? DAY_MINUTES : 0);
  const sorted = [...spans].sort((a, b) => minutesOf(a.from) - minutesOf(b.from));
  return sorted.some((span, at) => at > 0 && minutesOf(span.from) < ends(sorted[at - 1] as Span));
}

/** A span as a block of the grid. What goes on after midnight is a second block, on the next day. */
export interface Block {
  readonly day: Day;
  readonly fromMinute: number;
  readonly toMinute: number;
  /** The day and place of the span that it shows. */
  readonly owner: { readonly day: Day; readonly index: number };
  readonly isOvernight: boolean;
}

export function blocksOf(week: Week): Block[] {
  return DAYS.flatMap((day, dayAt) =>
    week[day].flatMap((span, index): Block[] => {
      const [fromMinute, toMinute, owner] = [minutesOf(span.from), minutesOf(span.to), { day, index }];
      if (!isOvernight(span)) return [{ day, fromMinute, toMinute, owner, isOvernight: false }];
      const evening: Block = { day, fromMinute, toMinute: DAY_MINUTES, owner, isOvernight: true };
      const next = DAYS[(dayAt + 1) % DAYS.length] ?? 'mon';
      return toMinute === 0 ? [evening] : [evening, { ...evening, day: next, fromMinute: 0, toMinute }];
    }),
  );
}

/** `09:00-12:30, 13:30-17:00`; empty when closed. */
export const spansText = (spans: readonly Span[]): string =>
  spans.map(({ from, to }) => `${clockText(minutesOf(from))}\u2013${clockText(minutesOf(to))}`).join(', ');

/** Days in a row that have the same hours, as one line each. */
export function weekLines(week: Week): { readonly from: Day; readonly to: Day; readonly spans: readonly Span[] }[] {
  const lines: { from: Day; to: Day; spans: readonly Span[] }[] = [];
  for (const day of DAYS) {
    const last = lines.at(-1);
    if (last !== undefined && spansText(last.spans) === spansText(week[day])) last.to = day;
    else lines.push({ from: day, to: day, spans: week[day] });
  }
  return lines;
}

export const weekOf = (spans: readonly Span[], days: readonly Day[]): Week =>
  Object.fromEntries(DAYS.map((day) => [day, days.includes(day) ? [...spans] : []])) as Week;
