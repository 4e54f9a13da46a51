import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Hours, type HoursNow } from '#runtime/flow/hours';
import { type PublicHoliday, stateAt, withPublicHolidays } from '#runtime/flow/hours-state';

const span = (from: string, to: string) => ({ from, to });
const day = [{ from: '09:00', to: '17:30' }];
const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

function hours(more: object = {}): Hours {
  const week = { ...closed, mon: day, tue: day, wed: day, thu: day, fri: day };
  return Hours.parse({ id: 'office', name: 'Office', zone: 'Europe/Berlin', week, ...more });
}

/** State and next change, as local times of the zone with their offset. */
function at(given: Hours, moment: string, publicHolidays: readonly PublicHoliday[] = []): string {
  const now: HoursNow = stateAt(withPublicHolidays(given, publicHolidays), Date.parse(moment));
  const until = now.untilMs === null ? 'never' : new Date(now.untilMs).toISOString().slice(0, 16);
  return [now.state, until, now.holiday].filter((part) => part !== '').join(' ');
}

describe('opening hours', () => {
  test('open and close by the clock of their zone', () => {
    expect(at(hours(), '2026-01-05T08:59:59+01:00')).toBe('closed 2026-01-05T08:00');
    expect(at(hours(), '2026-01-05T09:00:00+01:00')).toBe('open 2026-01-05T16:30');
    expect(at(hours(), '2026-01-05T17:29:59+01:00')).toBe('open 2026-01-05T16:30');
    expect(at(hours(), '2026-01-05T17:30:00+01:00')).toBe('closed 2026-01-06T08:00');
    expect(at(hours({ zone: 'America/New_York' }), '2026-01-05T17:30:00+01:00')).toBe('open 2026-01-05T22:30');
  });

  test('stay closed over a weekend', () => {
    expect(at(hours(), '2026-01-09T18:00:00+01:00')).toBe('closed 2026-01-12T08:00');
  });

  test('have a lunch break, and spans that touch are one', () => {
    const week = { ...closed, mon: [span('08:00', '12:00'), span('13:00', '15:00')] };
    expect(at(hours({ week }), '2026-01-05T11:00:00+01:00')).toBe('open 2026-01-05T11:00');
    expect(at(hours({ week }), '2026-01-05T12:00:00+01:00')).toBe('closed 2026-01-05T12:00');
    const touching = { ...closed, mon: [span('08:00', '12:00'), span('12:00', '15:00')] };
    expect(at(hours({ week: touching }), '2026-01-05T11:00:00+01:00')).toBe('open 2026-01-05T14:00');
  });

  test('that are open all day are open for ever', () => {
    const all = [{ from: '00:00', to: '24:00' }];
    const week = { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all };
    expect(at(hours({ week }), '2026-03-29T02:30:00+02:00')).toBe('open never');
    expect(at(hours({ week }), '2026-10-25T02:30:00+01:00')).toBe('open never');
    expect(at(hours({ week: closed }), '2026-01-05T12:00:00Z')).toBe('closed never');
  });

  test('refuse spans of no length, times that are none, and zones that are none', () => {
    const week = (from: string, to: string) => () => hours({ week: { ...closed, mon: [{ from, to }] } });
    for (const wrong of [week('09:00', '09:00'), week('24:00', '09:00'), week('9:00', '10:00'), week('09:00', '25:00')])
      expect(wrong).toThrow();
    expect(() => hours({ zone: 'Europe/Nowhere' })).toThrow('time zone');
    expect(() => hours({ holidays: { dates: [{ date: '2026-02-30', name: '' }] } })).toThrow();
  });
});

describe('a night shift', () => {
  const night = hours({ week: { ...closed, fri: [{ from: '22:00', to: '06:00' }] } });

  test('goes on past midnight and ends on the next day', () => {
    expect(at(night, '2026-01-09T21:59:00+01:00')).toBe('closed 2026-01-09T21:00');
    expect(at(night, '2026-01-09T23:00:00+01:00')).toBe('open 2026-01-10T05:00');
    expect(at(night, '2026-01-10T00:00:00+01:00')).toBe('open 2026-01-10T05:00');
    expect(at(night, '2026-01-10T05:59:00+01:00')).toBe('open 2026-01-10T05:00');
    expect(at(night, '2026-01-10T06:00:00+01:00')).toBe('closed 2026-01-16T21:00');
  });

  test('goes on into a holiday, and does not begin on one', () => {
    const holiday = [{ date: '2026-01-10', name: 'Feast' }];
    expect(at(night, '2026-01-10T05:00:00+01:00', holiday)).toBe('open 2026-01-10T05:00');
    expect(at(night, '2026-01-10T06:00:00+01:00', holiday)).toBe('holiday 2026-01-10T23:00 Feast');
    expect(at(night, '2026-01-09T23:00:00+01:00', [{ date: '2026-01-09', name: 'Eve' }])).toBe(
      'holiday 2026-01-09T23:00 Eve',
    );
  });

  test('until midnight ends there', () => {
    const late = hours({ week: { ...closed, fri: [{ from: '18:00', to: '00:00' }] } });
    expect(at(late, '2026-01-09T23:59:59+01:00')).toBe('open 2026-01-09T23:00');
    expect(at(late, '2026-01-10T00:00:00+01:00')).toBe('closed 2026-01-16T17:00');
  });
});

describe('when the clock changes', () => {
  test('opening stays at the same time of day', () => {
    expect(at(hours(), '2026-03-27T18:00:00+01:00')).toBe('closed 2026-03-30T07:00');
    expect(at(hours(), '2026-10-23T18:00:00+02:00')).toBe('closed 2026-10-26T08:00');
  });

  test('a night shift is an hour shorter in spring and an hour longer in autumn', () => {
    const night = hours({ week: { ...closed, sat: [{ from: '22:00', to: '06:00' }] } });
    expect(at(night, '2026-03-28T22:00:00+01:00')).toBe('open 2026-03-29T04:00');
    expect(at(night, '2026-10-24T22:00:00+02:00')).toBe('open 2026-10-25T05:00');
  });

  test('a time that comes twice opens at the first and closes at the last', () => {
    const late = hours({ week: { ...closed, sat: [{ from: '22:00', to: '02:30' }] } });
    expect(at(late, '2026-10-24T23:00:00+02:00')).toBe('open 2026-10-25T01:30');
    const early = hours({ week: { ...closed, sun: [{ from: '02:30', to: '05:00' }] } });
    expect(at(early, '2026-10-25T00:00:00+02:00')).toBe('closed 2026-10-25T00:30');
  });

  test('a time that is left out counts as if the clock had not changed', () => {
    const late = hours({ week: { ...closed, sat: [{ from: '22:00', to: '02:30' }] } });
    expect(at(late, '2026-03-28T23:00:00+01:00')).toBe('open 2026-03-29T01:30');
  });

  test('a midnight that is left out is the first moment of the day', () => {
    // In Beirut the clock goes from 24:00 to 01:00.
    const beirut = hours({ zone: 'Asia/Beirut', week: { ...closed, sun: [{ from: '00:00', to: '24:00' }] } });
    expect(at(beirut, '2026-03-28T12:00:00+02:00')).toBe('closed 2026-03-28T22:00');
    expect(at(beirut, '2026-03-29T12:00:00+03:00')).toBe('open 2026-03-29T21:00');
  });
});

describe('a holiday', () => {
  const christmas = [
    { date: '2026-12-25', name: 'Christmas' },
    { date: '2026-12-26', name: 'Boxing Day' },
  ];

  test('lasts from midnight to midnight, and days of holiday in a row are one state', () => {
    expect(at(hours(), '2026-12-24T18:00:00+01:00', christmas)).toBe('closed 2026-12-24T23:00');
    expect(at(hours(), '2026-12-25T10:00:00+01:00', christmas)).toBe('holiday 2026-12-26T23:00 Christmas');
    expect(at(hours(), '2026-12-26T10:00:00+01:00', christmas)).toBe('holiday 2026-12-26T23:00 Boxing Day');
    expect(at(hours(), '2026-12-27T00:00:00+01:00', christmas)).toBe('closed 2026-12-28T08:00');
  });

  test('of half a day is open in its hours, and a holiday around them', () => {
    const eve = hours({
      holidays: { dates: [{ date: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', to: '12:00' }] }] },
    });
    expect(at(eve, '2026-12-24T08:00:00+01:00')).toBe('holiday 2026-12-24T08:00 Christmas Eve');
    expect(at(eve, '2026-12-24T10:00:00+01:00')).toBe('open 2026-12-24T11:00');
    expect(at(eve, '2026-12-24T12:00:00+01:00', christmas)).toBe('holiday 2026-12-26T23:00 Christmas Eve');
  });

  test('can be left out, and be replaced by a day of one’s own', () => {
    const some = hours({ holidays: { dates: [{ date: '2026-12-26', name: 'Stocktaking' }], exclude: ['2026-12-25'] } });
    expect(at(some, '2026-12-25T10:00:00+01:00', christmas)).toBe('open 2026-12-25T16:30');
    expect(at(some, '2026-12-26T10:00:00+01:00', christmas)).toBe('holiday 2026-12-26T23:00 Stocktaking');
  });
});

describe('an override', () => {
  test('holds until its time, whatever the week says', () => {
    const override = { state: 'closed', until: '2026-01-05T15:00:00+01:00', note: 'Team meeting' };
    expect(at(hours({ override }), '2026-01-05T10:00:00+01:00')).toBe('closed 2026-01-05T14:00');
    expect(at(hours({ override }), '2026-01-05T15:00:00+01:00')).toBe('open 2026-01-05T16:30');
  });

  test('without a time holds until it is taken back', () => {
    expect(at(hours({ override: { state: 'open', until: null } }), '2026-01-04T03:00:00Z')).toBe('open never');
    const override = { state: 'holiday', until: null, note: 'Company outing' };
    expect(at(hours({ override }), '2026-01-05T10:00:00+01:00')).toBe('holiday never Company outing');
  });
});

test('the next change is the first moment at which the state is another one', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });
  const spans = fc.array(
    fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to),
    { maxLength: 3 },
  );
  const week = fc.record({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans });
  // Over both changes of the clock, and over a holiday.
  const start = fc.constantFrom('2026-03-27T10:00:00Z', '2026-10-23T22:00:00Z', '2026-12-23T05:00:00Z');
  fc.assert(
    fc.property(week, start, (given, from) => {
      const office = hours({ week: given, holidays: { dates: [{ date: '2026-12-24', name: 'Eve' }] } });
      const fromMs = Date.parse(from);
      const { state, untilMs } = stateAt(office, fromMs);
      const untilKnownMs = Math.min(untilMs ?? Number.POSITIVE_INFINITY, fromMs + 3 * 86_400_000);
      for (let ms = fromMs; ms < untilKnownMs; ms += 900_000) expect(stateAt(office, ms).state).toBe(state);
      if (untilMs !== null) expect(stateAt(office, untilMs).state).not.toBe(state);
    }),
    { numRuns: 60 },
  );
});

test('looking two months ahead takes no noticeable time', () => {
  const never = hours({ week: closed });
  stateAt(never, 0);
  const begunMs = performance.now();
  for (let n = 0; n < 20; n++) stateAt(never, n * 86_400_000);
  expect((performance.now() - begunMs) / 20).toBeLessThan(50);
});
