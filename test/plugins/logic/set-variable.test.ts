import { expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run } from '../../support/flow-of.ts';

const variables = [
  { name: 'count', type: 'number', default: 1 },
  { name: 'name', type: 'text' },
];
const setVariable = (...values: readonly (readonly [string, string])[]) => {
  const assignments = values.map(([variable, value], index) => ({ id: `a${index}`, variable, value }));
  return aroundStep('set-variable', { assignments }, ['next'], { variables });
};

test('set-variable works its lines out from top to bottom and leaves by next', async () => {
  const call = await run(setVariable(['count', 'vars.count + 1'], ['name', "'no. ' + string(vars.count)"]));
  expect(leftBy(call)).toEqual({ exit: 'next', data: undefined });
  expect(call.record.variables).toEqual({ count: 2, name: 'no. 2' });
});

test('set-variable makes digits a number where the variable is one', async () => {
  expect((await run(setVariable(['count', "'12'"]))).record.variables.count).toBe(12);
});

test('set-variable fails when a value does not fit, with a code', async () => {
  const call = await run(setVariable(['count', "'many'"]));
  expect(leftBy(call)).toMatchObject({ exit: 'failed', data: { code: 'variable-type' } });
});

test('set-variable does not answer the call', async () => {
  expect((await run(setVariable(['count', '2']))).record.answeredMs).toBeUndefined();
});

test('set-variable refuses a variable that the flow does not have, once', () => {
  expect(validateFlow(setVariable(['nothing', '1']), builtIn).map(({ code, field }) => [code, field])).toEqual([
    ['variable-undeclared', 'settings.assignments[0].variable'],
  ]);
});
