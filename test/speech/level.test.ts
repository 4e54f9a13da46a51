import { expect, test } from 'vitest';
import { level } from '#runtime/speech/level';
import { measure } from '#runtime/speech/measure';
import { joined, tone } from '../support/tones.ts';

const silence = (lengthMs: number) => tone(16_000, 0, lengthMs);

test.each([0.005, 0.05, 0.9])('sound of amplitude %f comes out at -20 dBFS', (amplitude) => {
  const { segments } = measure(level(tone(16_000, 300, 1_000, amplitude)));
  expect(segments[0]!.levelDbfs).toBeCloseTo(-20, 0);
});

test('silence around speech is cut to 40 ms before and 60 ms after', () => {
  const levelled = level(joined(silence(700), tone(16_000, 300, 500), silence(900)));
  expect(levelled.samples.length / 16).toBe(600);
  expect(measure(levelled).segments[0]).toMatchObject({ startMs: 40, lengthMs: 500 });
});

test('a short loud peak is turned down to -3 dBFS instead of cut off', () => {
  const levelled = level(
    joined(tone(16_000, 300, 1_000, 0.02), tone(16_000, 300, 20, 0.9), tone(16_000, 300, 1_000, 0.02)),
  );
  const { clippedSamples, segments } = measure(levelled);
  expect(clippedSamples).toBe(0);
  expect(segments[0]!.peakDbfs).toBeLessThanOrEqual(-3);
  expect(segments[0]!.peakDbfs).toBeGreaterThan(-4.5);
});

test('silence is refused', () => {
  expect(() => level(silence(500))).toThrow(expect.objectContaining({ code: 'nothing-to-say' }));
});
