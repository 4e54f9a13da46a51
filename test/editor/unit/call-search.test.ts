import { describe, expect, it } from 'vitest';
import { filterOf, isNarrowed, paramsOf, searchOf } from '../../../editor/calls/call-search.ts';

const now = new Date(2027, 2, 10, 15, 30);
const search = (address: string) => searchOf(new URLSearchParams(address));
const filter = (address: string) => JSON.parse(JSON.stringify(filterOf(search(address), now)));
const local = (year: number, month: number, day: number) => new Date(year, month - 1, day).toISOString();

describe('what calls are looked for', () => {
  it('is read from the address, and written back as it was', () => {
    const address = { q: '+49 30', flow: 'reception', end: 'failed', days: 'week', length: 'long', tests: 'only' };
    expect(paramsOf(searchOf(new URLSearchParams(address)))).toEqual(address);
  });

  it('leaves out what an address makes up', () => {
    expect(paramsOf(search('end=eaten&days=never&length=tall&tests=no&else=1'))).toEqual({});
    expect(isNarrowed(search('end=eaten'))).toBe(false);
  });

  it('asks the API for nothing where nothing is chosen', () => {
    expect(filter('')).toEqual({});
  });

  it('means the days of the person, from midnight to midnight', () => {
    expect(filter('days=today')).toEqual({ from: local(2027, 3, 10) });
    expect(filter('days=yesterday')).toEqual({ from: local(2027, 3, 9), to: local(2027, 3, 10) });
    expect(filter('days=week')).toEqual({ from: local(2027, 3, 4) });
  });

  it('takes both days of a span to the full', () => {
    const between = filter('days=between&from=2027-02-27&to=2027-02-28');
    expect(between).toEqual({ from: local(2027, 2, 27), to: local(2027, 3, 1) });
    expect(filter('days=between&from=2027-02-27&to=soon')).toEqual({ from: local(2027, 2, 27) });
  });

  it('gives lengths in milliseconds, and asks for tests by the name the API has', () => {
    expect(filter('length=medium')).toEqual({ minDurationMs: 30_000, maxDurationMs: 120_000 });
    expect(filter('tests=only')).toEqual({ test: 'true' });
    expect(filter('tests=all')).toEqual({ test: 'all' });
  });
});
