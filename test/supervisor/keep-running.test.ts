import { expect, test } from 'vitest';
import type { ProcessEnd } from '#runtime/supervisor/child';
import { keepRunning, type Running } from '#runtime/supervisor/keep-running';
import { watch } from '#runtime/supervisor/watchdog';
import { until } from '../support/supervisor.ts';

/** Things that are started, and ended at will; the pid is their number. */
function starts(options: { failing?: (nth: number) => boolean } = {}) {
  const ends: (() => void)[] = [];
  const times: number[] = [];
  const start = async (): Promise<Running> => {
    times.push(performance.now());
    if (options.failing?.(times.length)) throw new Error(`start ${times.length} failed`);
    let end: (how: ProcessEnd) => void = () => {};
    const exited = new Promise<ProcessEnd>((resolve) => {
      end = resolve;
    });
    const stop = () => end({ code: 0, signal: null });
    ends.push(() => end({ code: null, signal: 'SIGKILL' }));
    return { pid: times.length, exited, stop: async () => stop() };
  };
  return { start, ends, times };
}

test('what ends is started again, later each time, until it is stopped', async () => {
  const { start, ends, times } = starts();
  const kept = await keepRunning(start, { firstDelayMs: 50, longestDelayMs: 200 });
  for (const count of [1, 2, 3]) {
    ends.at(-1)?.();
    await until('a restart', () => kept.restarts() === count, 2000);
  }
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps.map((gap, index) => gap >= [49, 99, 199][index]!)).toEqual([true, true, true]);
  await kept.stop();
  expect(times).toHaveLength(4);
});

test('a restart that fails is tried again, and each failure is reported', async () => {
  const { start, ends } = starts({ failing: (nth) => nth === 2 || nth === 3 });
  const failures: string[] = [];
  const kept = await keepRunning(start, { firstDelayMs: 5, onFailed: ({ message }) => failures.push(message) });
  ends[0]?.();
  await until('a restart', () => kept.current()?.pid === 4, 2000);
  expect(failures).toEqual(['start 2 failed', 'start 3 failed']);
  await kept.stop();
});

test('a first start that fails is the error of the caller', async () => {
  const { start } = starts({ failing: () => true });
  await expect(keepRunning(start)).rejects.toThrow('start 1 failed');
});

test('a stop while it waits for the next start starts nothing more', async () => {
  const { start, ends, times } = starts();
  const kept = await keepRunning(start, { firstDelayMs: 300 });
  ends[0]?.();
  await until('the end', () => kept.current() === undefined, 1000);
  await kept.stop();
  expect(times).toHaveLength(1);
});

test('the watch begins with the first sign of life and ends with the first silence', async () => {
  let silences = 0;
  const begun = performance.now();
  const dog = watch(200, () => silences++);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(silences).toBe(0);
  dog.alive();
  await until('the silence', () => silences > 0, 1000);
  expect(performance.now() - begun).toBeGreaterThan(490);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(silences).toBe(1);
});
