import { describe, expect, test } from 'vitest';
import { renameNode, renameVariable } from '../../../editor/form/rename/rename-in-flow.ts';
import { renameInExpression, renameInText } from '../../../editor/form/rename/rename-in-text.ts';
import { steps } from '../../../plugins/index.ts';
import { catalogueOf } from '../../../runtime/flow/catalogue.ts';
import { Flow } from '../../../runtime/flow/schema.ts';
import { validateFlow } from '../../../runtime/flow/validate.ts';

const node = { root: 'steps', from: 'ask', to: 'question' } as const;

describe('a renamed node', () => {
  test.each([
    ['steps.ask.value', 'steps.question.value'],
    ['steps . ask . value  ==  5', 'steps . question . value  ==  5'],
    ["steps['ask'].value", "steps['question'].value"],
    ["steps.asked.value + vars.ask + 'steps.ask'", "steps.asked.value + vars.ask + 'steps.ask'"],
    [
      "has(steps.ask.value) && same(steps.ask.digits, 'ask')",
      "has(steps.question.value) && same(steps.question.digits, 'ask')",
    ],
    ['vars.list.map(steps, steps.ask)', 'vars.list.map(steps, steps.ask)'],
    ['vars.list.filter(x, x == steps.ask.value)', 'vars.list.filter(x, x == steps.question.value)'],
    ['steps.ask. ==', 'steps.ask. =='],
  ])('is followed in the expression %s', (before, after) => {
    expect(renameInExpression(before, node)).toBe(after);
  });

  test('is followed in texts, and nowhere but in their braces', () => {
    expect(renameInText('steps.ask.value is {{ steps.ask.value }}, {{steps.ask.digits}} and {{ broken', node)).toBe(
      'steps.ask.value is {{ steps.question.value }}, {{steps.question.digits}} and {{ broken',
    );
  });
});

const catalogue = catalogueOf(steps);
const flow = Flow.parse({
  schemaVersion: 1,
  id: 'rename',
  name: 'Rename',
  variables: [{ name: 'order', type: 'text' }],
  nodes: [
    { id: 'start', step: 'incoming-call' },
    {
      id: 'ask',
      step: 'collect',
      settings: { prompt: { say: 'Your order?' }, variable: 'order', check: 'vars.order != value' },
    },
    { id: 'voice', step: 'record', settings: {} },
    {
      id: 'say',
      step: 'play',
      settings: { sounds: [{ say: '{{ vars.order }}: {{ steps.ask.value }}' }, { recordedBy: 'voice' }] },
    },
    {
      id: 'keep',
      step: 'set-variable',
      settings: { assignments: [{ id: 'a', variable: 'order', value: "vars.order + 'x'" }] },
    },
    { id: 'end', step: 'hang-up' },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'ask' },
    { from: 'ask', exit: 'collected', to: 'voice' },
    { from: 'ask', exit: 'noInput', to: 'end' },
    { from: 'ask', exit: 'invalid', to: 'end' },
    { from: 'voice', exit: 'recorded', to: 'say' },
    { from: 'voice', exit: 'silent', to: 'say' },
    { from: 'say', exit: 'next', to: 'keep' },
    { from: 'keep', exit: 'next', to: 'end' },
  ],
});

describe('in a flow', () => {
  test('a renamed node keeps its edges, and what reads it follows', () => {
    const renamed = renameNode(renameNode(flow, catalogue, 'ask', 'question'), catalogue, 'voice', 'message');
    expect(renamed.nodes[3]?.settings).toEqual({
      sounds: [{ say: '{{ vars.order }}: {{ steps.question.value }}' }, { recordedBy: 'message' }],
    });
    expect(renamed.edges[1]).toEqual({ from: 'question', exit: 'collected', to: 'message' });
    expect(validateFlow(renamed, catalogue)).toEqual([]);
  });

  test('a renamed variable is followed where it is read and where it is set', () => {
    const renamed = renameVariable(flow, catalogue, 'order', 'orderNumber');
    expect(renamed.nodes[1]?.settings).toMatchObject({ variable: 'orderNumber', check: 'vars.orderNumber != value' });
    expect(renamed.nodes[4]?.settings).toEqual({
      assignments: [{ id: 'a', variable: 'orderNumber', value: "vars.orderNumber + 'x'" }],
    });
    expect(validateFlow(renamed, catalogue)).toEqual([]);
  });

  test('a node that has nothing to do with it stays the same object', () => {
    expect(renameVariable(flow, catalogue, 'order', 'x').nodes[0]).toBe(flow.nodes[0]);
  });
});
