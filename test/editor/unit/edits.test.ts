import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steps } from '#plugins/index';
import { catalogueOf } from '#runtime/flow/catalogue';
import { Flow } from '#runtime/flow/schema';
import { validateFlow } from '#runtime/flow/validate';
import { insertionAfter, insertStep } from '../../../editor/canvas/insert-step.ts';
import { neighbour } from '../../../editor/canvas/neighbour.ts';
import { createEditorStore } from '../../../editor/state/editor-store.ts';
import { copyOf, paste, readClip } from '../../../editor/state/edits/clipboard.ts';
import { connect, edgeId, splice } from '../../../editor/state/edits/edges.ts';
import { align, tidy } from '../../../editor/state/edits/layout.ts';
import { changeSettings, moveAll, removeAll, withContents } from '../../../editor/state/edits/nodes.ts';

const catalogue = catalogueOf(steps);
const stepOf = (type: string) => {
  const entry = catalogue.get(type);
  if (entry === undefined) throw new Error(`There is no step ${type}.`);
  return entry;
};
const empty = Flow.parse({ schemaVersion: 1, id: 'f', name: 'F', nodes: [{ id: 'start', step: 'incoming-call' }] });
const built = (...types: string[]) =>
  types.reduce(
    ({ flow, last }, type) => {
      const added = insertStep(flow, catalogue, stepOf(type), insertionAfter(flow, catalogue, last, { x: 0, y: 0 }));
      return { flow: added.flow, last: added.id };
    },
    { flow: empty, last: 'start' },
  ).flow;

test('a step that is added behind another is wired from its first free exit, and lies to the right of it', () => {
  const flow = built('play', 'menu');
  expect(flow.edges.map(edgeId)).toEqual(['start|next', 'play|next']);
  const [start, play, menu] = flow.nodes.map(({ position }) => position.x);
  expect(start).toBeLessThan(play ?? 0);
  expect(play).toBeLessThan(menu ?? 0);
});

test('two steps never land on the same place, and never get the same id', () => {
  const add = (flow: Flow) => insertStep(flow, catalogue, stepOf('play'), { at: { x: 0, y: 0 } }).flow;
  const flow = add(add(add(empty)));
  expect(new Set(flow.nodes.map(({ id }) => id)).size).toBe(4);
  expect(new Set(flow.nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(4);
});

test('a new menu has a first choice, with an id that its exit keeps', () => {
  const menu = built('menu').nodes.at(-1);
  expect(menu?.settings.options).toEqual([{ id: expect.stringMatching(/^[a-z2-9]{6}$/), key: '1', label: 'Choice 1' }]);
});

test('a node dropped on an edge goes between', () => {
  const flow = built('hang-up');
  const added = insertStep(flow, catalogue, stepOf('play'), { at: { x: 100, y: 300 }, into: 'start|next' });
  expect(added.flow.edges).toEqual([
    { from: 'start', exit: 'next', to: 'play' },
    { from: 'play', exit: 'next', to: 'hangUp' },
  ]);
});

test('an exit leads to one node: wiring it again leads it elsewhere', () => {
  const flow = connect(built('play', 'hang-up'), { from: 'start', exit: 'next', to: 'hangUp' });
  expect(flow.edges.filter(({ from }) => from === 'start')).toEqual([{ from: 'start', exit: 'next', to: 'hangUp' }]);
});

test('what no edge may lead to is not put into one: a note, a handler of errors', () => {
  const flow = insertStep(built('play'), catalogue, stepOf('on-error'), { at: { x: 0, y: 600 } }).flow;
  expect(splice(flow, catalogue, 'start|next', 'onError')).toBe(flow);
  expect(splice(flow, catalogue, 'start|next', 'a-note')).toBe(flow);
});

test('a node is not put into an edge of its own', () => {
  const flow = built('play');
  expect(splice(flow, catalogue, 'start|next', 'play')).toBe(flow);
});

test('an edge goes with the choice that made its exit, and stays when choices change places', () => {
  const menu = built('menu', 'hang-up');
  const id = menu.nodes[1]?.id ?? '';
  const [first] = (menu.nodes[1]?.settings.options ?? []) as { id: string; key: string; label: string }[];
  const second = { id: 'o2', key: '2', label: 'Two' };
  const swapped = changeSettings(menu, catalogue, id, {
    ...menu.nodes[1]?.settings,
    options: [second, first ?? second],
  });
  expect(swapped.edges).toEqual(menu.edges);
  const gone = changeSettings(swapped, catalogue, id, { ...swapped.nodes[1]?.settings, options: [second] });
  expect(gone.edges.map(edgeId)).toEqual(['start|next']);
});

test('a removed node takes its edges along; the node where calls begin stays', () => {
  const flow = removeAll(built('play', 'hang-up'), catalogue, new Set(['start', 'play']));
  expect(flow.nodes.map(({ id }) => id)).toEqual(['start', 'hangUp']);
  expect(flow.edges).toEqual([]);
});

test('what is pasted has new ids, the edges between, and hurts nothing', () => {
  const flow = built('play', 'menu', 'hang-up');
  const clip = readClip(copyOf(flow, new Set(['play', 'menu'])));
  expect(clip).toBeDefined();
  if (clip === undefined) return;
  const { flow: pasted, ids } = paste(flow, clip, { x: 0, y: 800 });
  expect(ids).toEqual(['play2', 'menu2']);
  expect(pasted.edges.at(-1)).toEqual({ from: 'play2', exit: 'next', to: 'menu2' });
  expect(Flow.safeParse(pasted).success).toBe(true);
});

test('any text on the clipboard that is no clip of ours is left alone', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json(), fc.constant('{"patchcord":"clip","nodes":[{"id":"__proto__"}]}')),
      (text) => {
        expect(readClip(text)).toBeUndefined();
      },
    ),
  );
});

test('tidying puts every node right of the one that leads to it, and overlaps none', () => {
  const flow = built('play', 'menu', 'collect', 'branch', 'hang-up');
  const size = { width: 248, height: 140 };
  const { nodes, edges } = tidy(flow, () => size);
  const at = new Map(nodes.map(({ id, position }) => [id, position]));
  for (const { from, to } of edges) expect(at.get(to)?.x).toBeGreaterThan((at.get(from)?.x ?? 0) + size.width);
});

test('lining up at the right keeps the right sides in line', () => {
  const flow = moveAll(
    built('play', 'menu'),
    new Map([
      ['play', { x: 16, y: 0 }],
      ['menu', { x: 400, y: 300 }],
    ]),
  );
  const sizes: Record<string, number> = { play: 200, menu: 248 };
  const lined = align(flow, new Set(['play', 'menu']), 'right', (id) => ({ width: sizes[id] ?? 0, height: 100 }));
  expect(
    lined.nodes.filter(({ id }) => id !== 'start').map(({ id, position }) => position.x + (sizes[id] ?? 0)),
  ).toEqual([648, 648]);
});

test('a frame takes along what lies in it', () => {
  const flow = {
    ...built('play'),
    frames: [{ id: 'fr', title: 'A', position: { x: 300, y: -50 }, size: { width: 400, height: 300 } }],
  };
  const moved = moveAll(flow, withContents(flow, new Map([['fr', { x: 316, y: -34 }]])));
  const before = flow.nodes[1]?.position ?? { x: 0, y: 0 };
  expect(moved.nodes[1]?.position).toEqual({ x: before.x + 16, y: before.y + 16 });
  expect(moved.nodes[0]).toBe(flow.nodes[0]);
});

test('the arrow keys go to the node that the eye would choose', () => {
  const at = (id: string, x: number, y: number) => ({
    id,
    step: 'play',
    stepVersion: 1,
    settings: {},
    position: { x, y },
  });
  const nodes = [at('a', 0, 0), at('b', 300, 20), at('c', 300, 400), at('d', 600, 0)];
  expect(neighbour(nodes, 'a', 'right')).toBe('b');
  expect(neighbour(nodes, 'b', 'down')).toBe('c');
  expect(neighbour(nodes, 'd', 'left')).toBe('b');
  expect(neighbour(nodes, 'a', 'left')).toBeUndefined();
  expect(neighbour(nodes, undefined, 'right')).toBe('a');
});

test('one gesture is one step to undo: typing in a field, moving, adding', () => {
  const store = createEditorStore(empty);
  const { edit } = store.getState();
  const { undo, redo } = store.temporal.getState();
  for (const name of ['G', 'Gr', 'Gree', 'Greeting']) edit((flow) => ({ ...flow, name }), 'name');
  edit((flow) => insertStep(flow, catalogue, stepOf('play'), { at: { x: 0, y: 300 } }).flow);
  edit((flow) => moveAll(flow, new Map([['play', { x: 32, y: 320 }]])));
  edit((flow) => moveAll(flow, new Map([['play', { x: 32, y: 320 }]])));
  expect(store.temporal.getState().pastStates).toHaveLength(3);
  undo();
  undo();
  expect(store.getState().flow).toEqual({ ...empty, name: 'Greeting' });
  undo();
  expect(store.getState().flow).toEqual(empty);
  redo();
  redo();
  redo();
  expect(store.getState().flow.nodes.at(-1)?.position).toEqual({ x: 32, y: 320 });
});

test('whatever is added, wired, moved and removed, the draft keeps a form that the server takes', () => {
  const act = fc.record({
    kind: fc.constantFrom('add', 'connect', 'remove', 'tidy', 'paste'),
    a: fc.nat(30),
    b: fc.nat(30),
    type: fc.constantFrom(...catalogue.keys()),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      let flow = empty;
      for (const { kind, a, b, type } of acts) {
        const from = flow.nodes[a % flow.nodes.length]?.id ?? '';
        const to = flow.nodes[b % flow.nodes.length]?.id ?? '';
        if (kind === 'add')
          flow = insertStep(flow, catalogue, stepOf(type), insertionAfter(flow, catalogue, from, { x: a, y: b })).flow;
        if (kind === 'connect') flow = connect(flow, { from, exit: 'failed', to });
        if (kind === 'remove') flow = removeAll(flow, catalogue, new Set([from]));
        if (kind === 'tidy') flow = tidy(flow, () => ({ width: 248, height: 120 }));
        const clip = kind === 'paste' ? readClip(copyOf(flow, new Set([from, to]))) : undefined;
        if (clip !== undefined) flow = paste(flow, clip, { x: a, y: b }).flow;
      }
      expect(Flow.safeParse(flow).success).toBe(true);
      expect(() => validateFlow(flow, catalogue)).not.toThrow();
      expect(new Set(flow.nodes.map(({ id }) => id)).size).toBe(flow.nodes.length);
    }),
    { numRuns: 60 },
  );
});
