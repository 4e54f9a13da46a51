import { expect, test } from 'vitest';
import { sipWords } from '#asterisk-config/sip-words';
import { Trunk } from '#asterisk-config/trunk';

const questions = ['register', 'call', 'options'] as const;

test('any status has words for any question, and a field of the trunk where one is named', () => {
  for (let status = 300; status < 700; status++)
    for (const question of questions) {
      const { name, means, fix, field } = sipWords(status, question);
      for (const text of [name, means, fix]) expect(text).not.toBe('');
      expect(`${means} ${fix}`, String(status)).toMatch(/^[A-Z].*\.$/);
      if (field !== undefined) expect(Object.keys(Trunk.shape), String(status)).toContain(field);
    }
});

test('the same status means another thing for registering than for a call', () => {
  expect(sipWords(404, 'register').field).toBe('username');
  expect(sipWords(404, 'call').field).toBe('leadingPlus');
  expect(sipWords(403, 'call').field).toBe('callerId');
  expect(sipWords(407).field).toBe('password');
  expect(sipWords(699).name).toBe('Global Failure');
});
