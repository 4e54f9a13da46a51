import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Condition,
  type Operand,
  operators,
  type Row,
  takesOperand,
  toCondition,
  toExpression,
} from '../../../editor/form/expression/condition.ts';
import { parseExpression } from '../../../runtime/flow/expression.ts';

const name = fc.constantFrom('vars.age', 'steps.ask.value', 'caller.number', 'value', 'call.answered', 'vars.a_b2');
const scalar: fc.Arbitrary<Operand> = fc.oneof(
  fc
    .string({ maxLength: 20, unit: 'binary' })
    .map((text) => ({ kind: 'text' as const, text: text.replaceAll('\0', '') })),
  fc.integer().map((number) => ({ kind: 'number' as const, text: String(number) })),
  fc.constantFrom('0.5', '-1.25', '18.0').map((text) => ({ kind: 'number' as const, text })),
  fc.boolean().map((value) => ({ kind: 'boolean' as const, value })),
  name.map((other) => ({ kind: 'name' as const, name: other })),
);
const operand = fc.oneof(
  scalar,
  fc.array(scalar, { minLength: 1, maxLength: 4 }).map((items) => ({ kind: 'list' as const, items })),
);
const row: fc.Arbitrary<Row> = fc
  .tuple(name, fc.constantFrom(...operators), operand)
  .map(([of, operator, value]) =>
    takesOperand(operator) ? { name: of, operator, operand: value } : { name: of, operator },
  );
const condition: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(row, { minLength: 1, maxLength: 5 }))
  .map(([join, rows]) => ({ join: rows.length === 1 ? 'and' : join, rows }));

describe('the rule builder', () => {
  test('reads back exactly the rows that it wrote', () => {
    fc.assert(
      fc.property(condition, (rows) => {
        expect(toCondition(toExpression(rows))).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  test('writes only what the language can parse', () => {
    fc.assert(
      fc.property(condition, (rows) => {
        expect(parseExpression(toExpression(rows)).ok).toBe(true);
      }),
    );
  });

  test.each([
    ["vars.age >= 18 && same(steps.ask.value, 'yes')", 'and', 2],
    ['vars.a == \'x\' || vars.b == "y" || has(vars.c)', 'or', 3],
    ['!vars.done', 'and', 1],
    ["caller.number.startsWith('+49')", 'and', 1],
    ["vars.plan in ['gold', 'silver']", 'and', 1],
    ['(vars.a == 1)', 'and', 1],
  ])('shows %s as rows', (text, join, count) => {
    const found = toCondition(text);
    expect(found?.join).toBe(join);
    expect(found?.rows).toHaveLength(count);
  });

  test.each([
    'vars.a == 1 && (vars.b == 2 || vars.c == 3)',
    'vars.a == 1 || vars.b == 2 && vars.c == 3',
    'vars.a + 1 == 2',
    "vars.list.exists(x, x == 'a')",
    'size(vars.list) > 3',
    '!(vars.a == 1)',
    "'a' == vars.b",
    'vars.list[0] == 1',
    'has(vars.a) ? true : false',
    'vars.a == 1 && (vars.b == 2 && vars.c == 3)',
    'vars.a ==',
  ])('leaves %s to the expression', (text) => {
    expect(toCondition(text)).toBeUndefined();
  });

  test('leaves out a row that is not complete', () => {
    const rows: Row[] = [
      { name: '', operator: 'same', operand: { kind: 'text', text: 'x' } },
      { name: 'vars.age', operator: 'more', operand: { kind: 'number', text: '' } },
      { name: 'vars.done', operator: 'isTrue' },
    ];
    expect(toExpression({ join: 'and', rows })).toBe('vars.done');
  });
});
