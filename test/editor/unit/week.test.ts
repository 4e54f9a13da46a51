import { describe, expect, test } from 'vitest';
import { blocksOf, hasOverlap, tidySpans, timeOf, weekLines, weekOf } from '../../../editor/hours/week.ts';
import { endOfDay, localIn, momentIn } from '../../../editor/hours/zone.ts';

const span = (from: string, to: string) => ({ from, to });

describe('hours of a day', () => {
  test('that touch or overlap become one', () => {
    expect(tidySpans([span('13:00', '17:00'), span('09:00', '12:00'), span('11:00', '13:00')])).toEqual([
      span('09:00', '17:00'),
    ]);
  });

  test('that go over midnight stay as they are', () => {
    const spans = [span('20:00', '22:30'), span('22:00', '02:00')];
    expect(tidySpans(spans)).toEqual(spans);
    expect(hasOverlap(spans)).toBe(true);
  });

  test('end at 24:00 at the latest', () => {
    expect(timeOf(24 * 60)).toBe('24:00');
    expect(hasOverlap([span('00:00', '24:00')])).toBe(false);
  });
});

describe('a week', () => {
  test('shows what goes over midnight as two blocks, the second on the next day', () => {
    const blocks = blocksOf(weekOf([span('22:00', '02:00')], ['sun']));
    expect(blocks.map(({ day, fromMinute, toMinute }) => [day, fromMinute, toMinute])).toEqual([
      ['sun', 1320, 1440],
      ['mon', 0, 120],
    ]);
  });

  test('is summed up by days in a row that have the same hours', () => {
    const week = {
      ...weekOf([span('09:00', '17:00')], ['mon', 'tue', 'wed', 'thu', 'fri']),
      fri: [span('09:00', '15:00')],
    };
    expect(weekLines(week).map(({ from, to }) => `${from}-${to}`)).toEqual(['mon-thu', 'fri-fri', 'sat-sun']);
  });
});

describe('a time in a zone', () => {
  test('is a moment, also around the nights when the clock changes', () => {
    const iso = (local: string) => new Date(momentIn('Europe/Berlin', local)).toISOString();
    expect(iso('2026-07-01T12:00')).toBe('2026-07-01T10:00:00.000Z');
    expect(iso('2026-10-25T00:30')).toBe('2026-10-24T22:30:00.000Z');
    expect(iso('2026-10-25T12:00')).toBe('2026-10-25T11:00:00.000Z');
    expect(iso('2026-03-29T04:00')).toBe('2026-03-29T02:00:00.000Z');
  });

  test('comes back as it was', () => {
    for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'])
      expect(localIn(zone, momentIn(zone, '2026-12-24T14:30'))).toBe('2026-12-24T14:30');
  });

  test('a day ends at midnight there, on a day of 25 hours too', () => {
    const noon = momentIn('Europe/Berlin', '2026-10-25T12:00');
    expect(new Date(endOfDay('Europe/Berlin', noon)).toISOString()).toBe('2026-10-25T23:00:00.000Z');
    const early = momentIn('Europe/Berlin', '2026-10-25T00:30');
    expect(new Date(endOfDay('Europe/Berlin', early)).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });
});
