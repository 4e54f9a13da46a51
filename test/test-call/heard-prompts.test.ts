import { expect, test } from 'vitest';
import type { CallEvent } from '#runtime/flow/record';
import { heardPrompts } from '#runtime/test-call/heard-prompts';
import { joined, tone } from '../support/tones.ts';

const silence = (lengthMs: number) => tone(8_000, 0, lengthMs);
const sound = (lengthMs: number, amplitude = 0.1414) => tone(8_000, 400, lengthMs, amplitude);
const prompt = (node: string, atMs: number, durationMs: number): CallEvent => ({
  type: 'operation.started',
  callId: 'c',
  atMs,
  seq: 1,
  nodeId: node,
  n: 1,
  kind: 'play',
  details: { text: `The words of ${node}.`, durationMs },
});

/** Recorded from 900 on, answered at 1,000. */
const heard = (events: CallEvent[], ...parts: Parameters<typeof joined>) =>
  heardPrompts(events, { sound: joined(...parts), beganAt: 900 }, 1_000);

test('prompts without a pause between are told apart by their lead and tail of silence', () => {
  // Ordered at 1,000 and 1,600; each arrives 50 ms late.
  const events = [prompt('one', 1_000, 600), prompt('two', 1_600, 400)];
  const found = heard(events, silence(150), silence(40), sound(500), silence(100), sound(300, 0.05), silence(500));
  expect(found).toMatchObject([{ node: 'one', text: 'The words of one.' }, { node: 'two' }]);
  expect(found[0]!.levelDbfs).toBeCloseTo(-20, 0);
  expect(found[1]!.levelDbfs).toBeCloseTo(-29, 0);
  const expected = [
    [90, 500],
    [690, 300],
  ];
  for (const [index, { startMs, lengthMs }] of found.entries()) {
    expect(Math.abs(startMs - expected[index]![0]!)).toBeLessThanOrEqual(10);
    expect(Math.abs(lengthMs - expected[index]![1]!)).toBeLessThanOrEqual(20);
  }
});

test('a pause within a prompt is a part of it', () => {
  const [one] = heard(
    [prompt('one', 1_000, 2_600)],
    silence(200),
    sound(500),
    silence(1_500),
    sound(500),
    silence(500),
  );
  expect(Math.abs(one!.lengthMs - 2_500)).toBeLessThanOrEqual(20);
});

test('a prompt that never arrived has no level', () => {
  const events = [prompt('one', 1_000, 600), prompt('lost', 2_000, 600)];
  const found = heard(events, silence(200), sound(500), silence(2_500));
  expect(found[1]).toMatchObject({ node: 'lost', lengthMs: 0, levelDbfs: null });
});

test('a prompt that the call ended before is not heard, and no error', () => {
  const found = heard([prompt('one', 5_000, 600)], silence(200), sound(500));
  expect(found).toMatchObject([{ levelDbfs: null }]);
});

test('a wait without a prompt is none', () => {
  const wait = { ...prompt('one', 1_000, 600), details: { text: '', durationMs: 0 } };
  expect(heard([wait], silence(100), sound(500))).toEqual([]);
});
