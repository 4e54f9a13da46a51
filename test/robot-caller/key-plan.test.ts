import { expect, test } from 'vitest';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';

test('keys are pressed after listening, unless a wait stands before them', () => {
  expect(parseKeyPlan(' 1  wait:500 2# ')).toEqual([
    { kind: 'listen' },
    { kind: 'press', keys: '1' },
    { kind: 'wait', ms: 500 },
    { kind: 'press', keys: '2#' },
  ]);
});

test('an utterance is said last, or where the plan says so', () => {
  const say = [{ kind: 'listen' }, { kind: 'say' }];
  const press = [{ kind: 'listen' }, { kind: 'press', keys: '1' }];
  expect(parseKeyPlan('1', { says: true })).toEqual([...press, ...say]);
  expect(parseKeyPlan('say 1', { says: true })).toEqual([...say, ...press]);
  expect(parseKeyPlan('')).toEqual([]);
});

test.each(['x', 'wait:', 'wait:-1', 'wait:1e3', 'wait:9999999', '1,2', 'A B E', '1'.repeat(65)])(
  '"%s" is no key plan',
  (text) => {
    expect(() => parseKeyPlan(text)).toThrow(expect.objectContaining({ code: 'bad-key-plan' }));
  },
);
