import { expect, test } from 'vitest';
import { measure } from '#runtime/speech/measure';
import { joined, tone } from '../support/tones.ts';

const silence = (lengthMs: number) => tone(8_000, 0, lengthMs);

test('two sounds are found with start, length and level', () => {
  const { segments, durationMs } = measure(
    joined(silence(1_000), tone(8_000, 400, 500, 0.1), silence(700), tone(8_000, 400, 250, 0.5), silence(100)),
  );
  expect(durationMs).toBe(2_550);
  expect(segments).toMatchObject([
    { startMs: 1_000, lengthMs: 500, levelDbfs: -23 },
    { startMs: 2_200, lengthMs: 250, levelDbfs: -9 },
  ]);
});

test('a pause below 300 ms joins two sounds and does not lower their level', () => {
  const { segments } = measure(joined(tone(8_000, 400, 500, 0.1), silence(290), tone(8_000, 400, 500, 0.1)));
  expect(segments).toMatchObject([{ startMs: 0, lengthMs: 1_290, levelDbfs: -23 }]);
});

test('a pause of 300 ms separates', () => {
  expect(measure(joined(tone(8_000, 400, 500), silence(300), tone(8_000, 400, 500))).segments).toHaveLength(2);
});

test('clicks and noise below the gate are no sound', () => {
  const quiet = tone(8_000, 400, 1_000, 0.002);
  expect(measure(joined(quiet, tone(8_000, 400, 10), quiet)).segments).toEqual([]);
});

test('clipping is counted', () => {
  expect(measure(tone(8_000, 400, 500, 0.95)).clippedSamples).toBe(0);
  expect(measure(tone(8_000, 400, 500, 3)).clippedSamples).toBeGreaterThan(100);
});

test('a packet that is lost within a sound is a gap, an end and a long pause are none', () => {
  const sound = tone(8_000, 400, 500, 0.1);
  const { gaps } = measure(joined(silence(100), sound, silence(20), sound, silence(500), sound, silence(50)));
  expect(gaps).toHaveLength(1);
  expect(Math.abs(gaps[0]!.startMs - 600)).toBeLessThanOrEqual(1);
  expect(Math.abs(gaps[0]!.lengthMs - 20)).toBeLessThanOrEqual(1);
});
