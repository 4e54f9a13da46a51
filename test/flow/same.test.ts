import { expect, test } from 'vitest';
import { same } from '#runtime/flow/same';

test.each([
  ['Yes.', 'yes', true],
  [' YES,  please! ', 'yes please', true],
  ['5', 5, true],
  ['5.0', 5, true],
  [5, '5.', true],
  ['¿Sí?', 'sí', true],
  ['10:30', '10:30', true],
  ['10:30', '1030', false],
  ['1.5', '15', false],
  ['007', '7', false],
  ['007', 7, true],
  [null, '', true],
  [null, 0, false],
  [true, 'true', true],
  ['yes', 'no', false],
  [['Yes', 1], ['yes.', '1'], true],
  [['a'], ['a', 'b'], false],
  [{ a: 1 }, { a: 1 }, false],
])('%j and %j: %s', (a, b, expected) => {
  expect(same(a, b)).toBe(expected);
  expect(same(b, a)).toBe(expected);
});
