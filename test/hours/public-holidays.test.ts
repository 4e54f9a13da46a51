import { describe, expect, test } from 'vitest';
import { Hours } from '#runtime/flow/hours';
import { holidayCountries, publicHolidays } from '#runtime/hours/public-holidays';
import { hoursAt } from '#runtime/hours/resolved-hours';

describe('public holidays', () => {
  test('are those of the country, and of the region', async () => {
    const names = async (region?: string) => (await publicHolidays('DE', region, 2027)).map(({ name }) => name);
    expect(await publicHolidays('DE', undefined, 2027)).toContainEqual({ date: '2027-03-26', name: 'Karfreitag' });
    expect(await names()).not.toContain('Fronleichnam');
    expect(await names('BY')).toContain('Fronleichnam');
  });

  test('of several days are there for each day', async () => {
    const days = await publicHolidays('TR', undefined, 2026);
    expect(days.filter(({ name }) => name === 'Ramazan Bayramı').map(({ date }) => date)).toEqual([
      '2026-03-20',
      '2026-03-21',
      '2026-03-22',
    ]);
  });

  test('of half a day, and days that are no public holidays, are left out', async () => {
    const dates = (await publicHolidays('DE', 'BY', 2026)).map(({ date }) => date);
    expect(dates).not.toContain('2026-12-24');
    expect(dates).not.toContain('2026-02-14');
  });

  test('of a country that is not known are none', async () => {
    expect(await publicHolidays('XX', undefined, 2026)).toEqual([]);
  });

  test('are known for many countries, with their regions', async () => {
    const countries = await holidayCountries();
    expect(countries.length).toBeGreaterThan(180);
    const germany = countries.find(({ code }) => code === 'DE');
    expect(germany).toMatchObject({
      name: 'Germany',
      regions: expect.arrayContaining([{ code: 'BY', name: 'Bayern' }]),
    });
    expect(countries.find(({ code }) => code === 'FR')?.name).toBe('France');
  });
});

test('hours of a country are closed on its holidays, also over the turn of the year', async () => {
  const all = [{ from: '09:00', to: '17:00' }];
  const hours = Hours.parse({
    id: 'office',
    name: 'Office',
    zone: 'Pacific/Auckland',
    week: { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all },
    holidays: { country: 'NZ' },
  });
  const at = (moment: string) => hoursAt(hours, Date.parse(moment));
  // Still the old year in UTC.
  expect(await at('2030-12-31T20:00:00Z')).toMatchObject({ state: 'holiday', holiday: "New Year's Day" });
  expect(await at('2030-12-31T09:00:00Z')).toMatchObject({
    state: 'closed',
    untilMs: Date.parse('2030-12-31T11:00:00Z'),
  });
});
