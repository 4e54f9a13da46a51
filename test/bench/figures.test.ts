import { expect, test } from 'vitest';
import { cpuMsOf } from '#runtime/bench/cpu';
import { interleaved, median, percentile, ratioByRound } from '#runtime/bench/figures';
import { table } from '#runtime/bench/table';

test('the median is the middle value, or halfway between the two', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 100])).toBe(3);
});

test('a percentile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 50)).toBe(50);
  expect(percentile(hundred, 99)).toBe(99);
  expect(percentile([7], 99)).toBe(7);
});

test('ratios are taken round by round, so that a slow round spoils neither side', () => {
  expect(ratioByRound([2, 20, 2.2], [1, 10, 1])).toEqual({ median: 2, lowest: 2, highest: 2.2 });
});

test('every other round runs the arms in the opposite order', async () => {
  const order: string[] = [];
  const results = await interleaved(['a', 'b', 'c'], 3, async (name, round) => {
    order.push(name);
    return `${name}${round}`;
  });
  expect(order.join('')).toBe('abccbaabc');
  expect(results.b).toEqual(['b0', 'b1', 'b2']);
});

test('the CPU time of a process grows as it works', () => {
  const before = cpuMsOf(process.pid);
  const until = performance.now() + 200;
  while (performance.now() < until) Math.sqrt(until);
  const used = cpuMsOf(process.pid) - before;
  expect(used).toBeGreaterThan(50);
  expect(used).toBeLessThan(2_000);
  expect(cpuMsOf(2 ** 30)).toBe(0);
});

test('a table has its figures to the right', () => {
  expect(
    table(
      ['arm', 'ms'],
      [
        ['dialplan', '8.00'],
        ['x', '12.50'],
      ],
    ).split('\n'),
  ).toEqual(['arm          ms', '--------  -----', 'dialplan   8.00', 'x         12.50']);
});
