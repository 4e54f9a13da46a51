import { expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run } from '../../support/flow-of.ts';

const rules = [
  { id: 'old', label: 'Old', when: 'vars.age >= 65' },
  { id: 'adult', label: 'Adult', when: 'vars.age >= 18' },
];
const branch = (each: readonly object[] = rules, age?: number) =>
  aroundStep(
    'branch',
    { rules: [...each] as never },
    [...each.map((rule) => `rules:${(rule as { id: string }).id}`), 'otherwise'],
    {
      variables: [{ name: 'age', type: 'number', ...(age === undefined ? {} : { default: age }) }],
    },
  );

test.each([
  [70, 'rules:old'],
  [30, 'rules:adult'],
  [10, 'otherwise'],
  [undefined, 'otherwise'],
])('branch with age %s leaves by %s', async (age, exit) => {
  expect(leftBy(await run(branch(rules, age))).exit).toBe(exit);
});

test('branch fails for a condition that is neither true nor false', async () => {
  const call = await run(branch([{ id: 'sum', when: '1 + 1' }]));
  expect(leftBy(call)).toMatchObject({ exit: 'failed', data: { code: 'condition-not-boolean' } });
});

test('branch needs an edge for otherwise', () => {
  const flow = branch();
  const without = { ...flow, edges: flow.edges.filter((edge) => edge.exit !== 'otherwise') };
  expect(validateFlow(without, builtIn)).toMatchObject([
    { code: 'exit-unwired', nodeId: 'node', field: 'exits.otherwise' },
  ]);
});

test('branch refuses a condition that is no expression', () => {
  expect(validateFlow(branch([{ id: 'a', when: 'vars.age >' }]), builtIn)).toMatchObject([
    { code: 'expression-invalid', field: 'settings.rules[0].when' },
  ]);
});
