import { type Operand, type Operator, operators } from './condition.ts';
import type { ValueType } from './scope.ts';

const TEXT: readonly Operator[] = [
  'same',
  'notSame',
  'contains',
  'startsWith',
  'endsWith',
  'oneOf',
  'equals',
  'differs',
  'isKnown',
  'isUnknown',
];
const ORDER: readonly Operator[] = ['equals', 'differs', 'less', 'atMost', 'more', 'atLeast'];

const BY_TYPE: Readonly<Record<ValueType, readonly Operator[]>> = {
  text: TEXT,
  phone: TEXT,
  number: [...ORDER, 'oneOf', 'isKnown', 'isUnknown'],
  date: [...ORDER, 'isKnown', 'isUnknown'],
  boolean: ['isTrue', 'isFalse', 'isKnown', 'isUnknown'],
  list: ['contains', 'isKnown', 'isUnknown'],
  object: ['isKnown', 'isUnknown'],
  any: operators,
};

/** How a value of a type can be compared; the comparison that is already there stays possible. */
export function operatorsFor(type: ValueType, current?: Operator): readonly Operator[] {
  const usual = BY_TYPE[type];
  return current === undefined || usual.includes(current) ? usual : [...usual, current];
}

export const firstOperator = (type: ValueType): Operator => BY_TYPE[type][0] ?? 'same';

const NUMBER = /^-?\d+(\.\d+)?$/;
const ORDERING: ReadonlySet<Operator> = new Set(['less', 'atMost', 'more', 'atLeast']);

/** What somebody typed, as what it is compared with: a number where numbers are compared. */
export function typedOperand(text: string, type: ValueType, operator: Operator): Operand {
  const isNumber =
    type === 'number' ||
    (type === 'any' &&
      NUMBER.test(text) &&
      (ORDERING.has(operator) || operator === 'equals' || operator === 'differs'));
  return isNumber ? { kind: 'number', text } : { kind: 'text', text };
}
