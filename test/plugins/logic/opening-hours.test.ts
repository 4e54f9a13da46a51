import { describe, expect, test } from 'vitest';
import { compileFlow } from '#runtime/compile/compile';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run } from '../../support/flow-of.ts';

const flow = (settings: object = { hours: 'office' }) =>
  aroundStep('opening-hours', { ...settings }, ['open', 'closed', 'holiday']);

const office = {
  name: 'Office',
  zone: 'Europe/Berlin',
  week: {
    mon: [{ from: '09:00', to: '17:00' }],
    tue: [],
    wed: [],
    thu: [],
    fri: [{ from: '22:00', to: '06:00' }],
    sat: [],
    sun: [],
  },
  holidays: { dates: [{ date: '2030-01-14', name: 'Founding day' }] },
  override: null,
};
const leftAt = async (startsAt: string, more: object = {}) =>
  leftBy(await run(flow(), [], { script: { startsAt, hours: { office: { ...office, ...more } } } }));

describe('opening-hours', () => {
  test('leaves by open and closed by the clock of the call', async () => {
    expect(await leftAt('2030-01-07T08:59:00+01:00')).toEqual({ exit: 'closed', data: undefined });
    expect(await leftAt('2030-01-07T09:00:00+01:00')).toEqual({ exit: 'open', data: undefined });
    expect(await leftAt('2030-01-07T17:00:00+01:00')).toEqual({ exit: 'closed', data: undefined });
  });

  test('is open past midnight, and by the new clock on the day it changes', async () => {
    expect((await leftAt('2030-01-12T03:00:00+01:00')).exit).toBe('open');
    expect((await leftAt('2030-01-12T06:00:00+01:00')).exit).toBe('closed');
    // On 31 March 2030 summer time begins.
    expect((await leftAt('2030-04-01T08:59:00+02:00')).exit).toBe('closed');
    expect((await leftAt('2030-04-01T09:00:00+02:00')).exit).toBe('open');
  });

  test('leaves by holiday with the name of the day', async () => {
    expect(await leftAt('2030-01-14T10:00:00+01:00')).toEqual({ exit: 'holiday', data: { name: 'Founding day' } });
  });

  test('goes by what is set for now', async () => {
    const override = { state: 'closed' as const, until: '2030-01-07T12:00:00+01:00' };
    expect((await leftAt('2030-01-07T10:00:00+01:00', { override })).exit).toBe('closed');
    expect((await leftAt('2030-01-07T12:00:00+01:00', { override })).exit).toBe('open');
  });

  test('goes by what the script of a simulated call says', async () => {
    for (const state of ['open', 'closed', 'holiday'] as const)
      expect(leftBy(await run(flow(), [], { script: { hours: { office: state } } })).exit).toBe(state);
  });

  test('fails where there are no such hours', async () => {
    expect(leftBy(await run(flow()))).toMatchObject({ exit: 'failed', data: { code: 'hours-unknown' } });
  });

  test('must name hours, and such as there are', () => {
    const issues = (settings: object, hours?: string[]) =>
      validateFlow(flow(settings), builtIn, hours === undefined ? {} : { hours: new Set(hours) });
    expect(issues({})).toMatchObject([{ code: 'check-failed', message: 'No opening hours are chosen.' }]);
    expect(issues({ hours: 'office' })).toEqual([]);
    expect(issues({ hours: 'office' }, ['office'])).toEqual([]);
    expect(issues({ hours: 'office' }, ['shop'])).toMatchObject([
      { code: 'hours-missing', severity: 'error', nodeId: 'node', field: 'settings.hours', fix: expect.any(String) },
    ]);
    expect(compileFlow(flow({ hours: 'office' }), builtIn).ok).toBe(true);
  });
});
