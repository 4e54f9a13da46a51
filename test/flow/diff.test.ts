import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFlows, isEmptyDiff, sameForCalls } from '#runtime/flow/diff';
import { fieldChanges } from '#runtime/flow/field-changes';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow } from '#runtime/flow/schema';
import { validFlow } from '../support/random-flow.ts';
import { smallFlow } from '../support/store.ts';

const copy = <T>(value: T): T => structuredClone(value);
const json = fc
  .anything({
    key: fc.stringMatching(/^[a-c]{1,2}$/),
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
    maxDepth: 3,
    withNullPrototype: false,
  })
  .filter((value) => value !== undefined)
  .map((value) => value as Json);

/** Every place of a value that holds no object and no list, or an empty one, as keys. */
function leaves(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function withoutHoles(value: Json): Json {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(withoutHoles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutHoles(inner)]));
}

/** Puts every change back, or throws where there is nothing to change. Lists here have no ids. */
function undo(after: Json, before: Json): Json {
  const changed = copy({ root: after }) as unknown as { root: Json };
  for (const change of fieldChanges({ root: before }, { root: after })) {
    const keys = change.path.match(/[^.[\]]+/g) ?? [];
    let holder = changed as unknown as Record<string, unknown>;
    for (const key of keys.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
    const last = keys.at(-1) ?? '';
    if (change.before === undefined && Array.isArray(holder)) holder.splice(Number(last), 1, undefined);
    else if (change.before === undefined) delete holder[last];
    else holder[last] = change.before;
  }
  return withoutHoles(changed.root);
}

describe('the difference of two flows', () => {
  it('is empty for a flow and itself, in whatever order its parts are kept', () => {
    fc.assert(
      fc.property(validFlow, (flow) => {
        const other = {
          ...copy(flow),
          nodes: copy(flow.nodes).reverse(),
          edges: copy(flow.edges).reverse(),
          variables: copy(flow.variables).reverse(),
        };
        expect(isEmptyDiff(diffFlows(flow, copy(flow)))).toBe(true);
        expect(isEmptyDiff(diffFlows(flow, other))).toBe(true);
      }),
    );
  });

  it('reports every changed field of a node, and nothing else', () => {
    fc.assert(
      fc.property(validFlow, fc.nat(), fc.nat(), (flow, which, where) => {
        const after = copy(flow);
        const node = after.nodes[which % after.nodes.length]!;
        const { id: _id, position: _position, ...fields } = node;
        const places = leaves(fields as unknown as Json).filter((path) => path.length > 0 && path.at(-1) !== 'id');
        const path = places[where % places.length]!;
        let holder = node as unknown as Record<string | number, unknown>;
        for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
        const before = copy(holder[path.at(-1)!]) as Json;
        holder[path.at(-1)!] = 'something else entirely';
        const diff = diffFlows(flow, after);
        const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
        expect(diff.nodes.changed).toEqual([
          { id: node.id, moved: false, fields: [{ path: text.slice(1), before, after: 'something else entirely' }] },
        ]);
        expect(diffFlows(flow, { ...after, nodes: flow.nodes })).toEqual(diffFlows(flow, flow));
      }),
    );
  });

  it('is turned round when the flows are', () => {
    fc.assert(
      fc.property(validFlow, validFlow, (a, b) => {
        const [there, back] = [diffFlows(a, b), diffFlows(b, a)];
        expect(back.nodes.added).toEqual(there.nodes.removed);
        expect(back.edges.removed).toEqual(there.edges.added);
        const sorted = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();
        expect(sorted(back.nodes.changed)).toEqual(sorted(there.nodes.changed));
        expect(isEmptyDiff(there)).toBe(isEmptyDiff(back));
      }),
    );
  });

  it('tells a node that was only moved from one that was changed', () => {
    const before = smallFlow('a');
    const after = copy(before);
    after.nodes[1]!.position = { x: 5, y: 6 };
    const moved = diffFlows(before, after);
    expect(moved.nodes.changed).toEqual([{ id: 'bye', fields: [], moved: true }]);
    expect([isEmptyDiff(moved), sameForCalls(moved)]).toEqual([false, true]);
    after.nodes[1]!.label = 'End';
    const both = diffFlows(before, after);
    expect(both.nodes.changed).toEqual([{ id: 'bye', fields: [{ path: 'label', after: 'End' }], moved: true }]);
    expect(sameForCalls(both)).toBe(false);
  });

  it('names nodes, edges, variables, settings and notes that came, went or changed', () => {
    const variable = { name: 'vip', type: 'boolean' as const, default: false };
    const before = smallFlow('a', { variables: [variable, { name: 'old', type: 'text' }] });
    const node = { id: 'play', step: 'play', stepVersion: 1, settings: {}, position: { x: 0, y: 0 } };
    const after: Flow = {
      ...before,
      name: 'New name',
      nodes: [before.nodes[0]!, node],
      edges: [{ from: 'start', exit: 'next', to: 'play' }],
      variables: [{ ...variable, default: true }],
      recording: { calls: 'always', retentionDays: 30 },
      notes: [{ id: 'n1', text: 'Hello', position: { x: 0, y: 0 } }],
    };
    expect(diffFlows(before, after)).toEqual({
      nodes: { added: [node], removed: [before.nodes[1]], changed: [] },
      edges: { added: after.edges, removed: before.edges },
      variables: {
        added: [],
        removed: [{ name: 'old', type: 'text' }],
        changed: [{ name: 'vip', fields: [{ path: 'default', before: false, after: true }] }],
      },
      settings: [
        { path: 'name', before: 'a', after: 'New name' },
        { path: 'recording.calls', before: 'never', after: 'always' },
      ],
      drawing: [{ path: 'notes[0]', after: after.notes[0] }],
    });
  });
});

describe('changed fields', () => {
  it('lead back from the new value to the old one', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(undo(after, before)).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('compare items of lists by their ids, so that an item put before others changes none', () => {
    const option = (id: string, key: string): JsonObject => ({ id, key });
    const before = [option('a', '1'), option('b', '2')];
    expect(fieldChanges(before, [option('c', '9'), ...before], ['options'])).toEqual([
      { path: 'options[0]', after: option('c', '9') },
    ]);
    expect(fieldChanges(before, [option('b', '3')], ['options'])).toEqual([
      { path: 'options[0].key', before: '2', after: '3' },
      { path: 'options[0]', before: option('a', '1') },
    ]);
    expect(fieldChanges(before, [...before].reverse(), ['options'])).toEqual([
      { path: 'options', before: ['a', 'b'], after: ['b', 'a'], reordered: true },
    ]);
  });
});
