import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Flow, type FlowNode } from '#runtime/flow/schema';
import { mergeFlows } from '../../../editor/state/merge-flows.ts';

const node = (id: string, label?: string): FlowNode => ({
  id,
  step: 'play',
  stepVersion: 1,
  settings: {},
  position: { x: 0, y: 0 },
  ...(label === undefined ? {} : { label }),
});
const base = Flow.parse({ schemaVersion: 1, id: 'f', name: 'F', nodes: [node('a'), node('b'), node('c')] });
const change = (flow: Flow, id: string, label: string): Flow => ({
  ...flow,
  nodes: flow.nodes.map((each) => (each.id === id ? { ...each, label } : each)),
});

test('changes of two people in different places are both in the result, without a conflict', () => {
  const mine = { ...change(base, 'a', 'Mine'), edges: [{ from: 'a', exit: 'next', to: 'b' }] };
  const theirs = { ...change(base, 'b', 'Theirs'), name: 'New name' };
  const { flow, conflicts } = mergeFlows(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(flow.name).toBe('New name');
  expect(flow.nodes.map(({ label }) => label)).toEqual(['Mine', 'Theirs', undefined]);
  expect(flow.edges).toEqual(mine.edges);
});

test('where both changed the same node mine is kept, and the conflict is told', () => {
  const { flow, conflicts } = mergeFlows(base, change(base, 'a', 'Mine'), change(base, 'a', 'Theirs'));
  expect(conflicts).toEqual(['a']);
  expect(flow.nodes[0]?.label).toBe('Mine');
});

test('a node that one removed and the other changed stays; edges to a removed one go', () => {
  const without = { ...base, nodes: base.nodes.filter(({ id }) => id !== 'a') };
  expect(mergeFlows(base, without, change(base, 'a', 'Theirs')).flow.nodes.map(({ id }) => id)).toContain('a');
  const wired = { ...base, edges: [{ from: 'b', exit: 'next', to: 'a' }] };
  expect(mergeFlows(base, wired, without).flow.edges).toEqual([]);
});

test('a merge with what did not change is the other side, whatever that is', () => {
  const labels = fc.array(fc.option(fc.string({ maxLength: 10 }), { nil: undefined }), { minLength: 3, maxLength: 3 });
  const side = labels.map((some) =>
    some.reduce<Flow>(
      (flow, label, index) => (label === undefined ? flow : change(flow, 'abc'[index] ?? '', label)),
      base,
    ),
  );
  fc.assert(
    fc.property(side, (other) => {
      expect(mergeFlows(base, base, other)).toEqual({ flow: other, conflicts: [] });
      expect(mergeFlows(base, other, base)).toEqual({ flow: other, conflicts: [] });
      expect(mergeFlows(base, other, other)).toEqual({ flow: other, conflicts: [] });
    }),
  );
});
