import fc from 'fast-check';
import type { JsonObject } from '#runtime/flow/json';
import { type Edge, Flow, type FlowNode } from '#runtime/flow/schema';

interface Plan {
  readonly kind: 'ask' | 'work' | 'choose' | 'finish';
  readonly ways: number;
  /** One number for each exit that might be wired: which node it leads to. */
  readonly targets: readonly number[];
  readonly text: string;
  readonly wireOptional: boolean;
}

const text = fc.constantFrom(
  'Hello.',
  'Hello {{ vars.word }}',
  'You said {{ vars.count + 1 }}',
  'Üñî {{ caller.number }}',
);
const value = fc.constantFrom('vars.count + 1', 'size(vars.word)', '"x" + vars.word', 'vars.list.map(x, x)', 'null');

const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom('ask', 'work', 'choose', 'finish'),
  ways: fc.integer({ min: 1, max: 4 }),
  targets: fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
  text: fc.oneof(text, value),
  wireOptional: fc.boolean(),
});

function settingsOf(plan: Plan, index: number): JsonObject {
  if (plan.kind === 'ask') return { prompt: { say: plan.text } };
  if (plan.kind === 'work')
    return { variable: 'word', value: plan.text.includes('{{') || /[.ü]$/i.test(plan.text) ? '"x"' : plan.text };
  if (plan.kind !== 'choose') return {};
  const ways = Array.from({ length: plan.ways }, (_, way) => ({
    id: `w${way}`,
    label: `Way ${way}`,
    when: `vars.count > ${index + way}`,
  }));
  return { ways };
}

function exitsOfPlan(plan: Plan): readonly string[] {
  if (plan.kind === 'finish') return [];
  if (plan.kind === 'work') return ['next'];
  if (plan.kind === 'ask') return plan.wireOptional ? ['next', 'noInput'] : ['next'];
  return [...Array.from({ length: plan.ways }, (_, way) => `ways:w${way}`), 'otherwise'];
}

/**
 * Where an exit may lead: forward to any node, and back only to one that waits, so that every circle waits. The last
 * node, which ends the flow, is always forward.
 */
function targetOf(from: number, wanted: number, plans: readonly Plan[]): number {
  const allowed = [...plans.keys()].filter((to) => to > from || plans[to]?.kind === 'ask');
  return allowed[wanted % allowed.length] ?? plans.length - 1;
}

function flowOf(plans: readonly Plan[], handlers: { readonly error: boolean; readonly hangUp: boolean }): Flow {
  const all: readonly Plan[] = [...plans, { kind: 'finish', ways: 1, targets: [], text: '', wireOptional: false }];
  const nodes: FlowNode[] = [node('start', 'begin', {})];
  const edges: Edge[] = [{ from: 'start', exit: 'next', to: 'n0' }];
  for (const [kind, present] of [
    ['begin-error', handlers.error],
    ['begin-hang-up', handlers.hangUp],
  ] as const) {
    if (!present) continue;
    const id = kind === 'begin-error' ? 'troubled' : 'left';
    nodes.push(node(id, kind, {}));
    edges.push({ from: id, exit: 'next', to: `n${all.length - 1}` });
  }
  for (const [index, each] of all.entries()) {
    nodes.push(node(`n${index}`, each.kind, settingsOf(each, index)));
    for (const [exit, name] of exitsOfPlan(each).entries())
      edges.push({ from: `n${index}`, exit: name, to: `n${targetOf(index, each.targets[exit] ?? 0, all)}` });
  }
  return Flow.parse({
    schemaVersion: 1,
    id: 'random',
    name: 'Random',
    variables: [
      { name: 'word', type: 'text', default: '' },
      { name: 'count', type: 'number', default: 0 },
      { name: 'list', type: 'list' },
    ],
    nodes,
    edges,
  });
}

const node = (id: string, step: string, settings: JsonObject): FlowNode => ({
  id,
  step,
  stepVersion: 1,
  settings,
  position: { x: 0, y: 0 },
});

/** A flow over `sampleCatalogue` without an error: it runs to an end or waits. Up to about 30 nodes. */
export const validFlow: fc.Arbitrary<Flow> = fc
  .tuple(fc.array(plan, { maxLength: 30 }), fc.record({ error: fc.boolean(), hangUp: fc.boolean() }))
  .map(([plans, handlers]) => flowOf(plans, handlers));

/** What can be done to a valid flow so that it has an error, and the code of that error. */
export const mutations = {
  'node-id-duplicate': (flow) => ({ ...flow, nodes: [...flow.nodes, pick(flow.nodes)] }),
  'step-unknown': (flow) => changeNode(flow, { step: 'no-such-step' }),
  'step-version-unknown': (flow) => changeNode(flow, { stepVersion: 7 }),
  'settings-invalid': (flow) => changeNode(flow, { settings: { surprise: true } }),
  'edge-from-unknown': (flow) => changeEdge(flow, { from: 'nobody' }),
  'edge-to-unknown': (flow) => changeEdge(flow, { to: 'nobody' }),
  'edge-exit-unknown': (flow) => changeEdge(flow, { exit: 'sideways' }),
  'edge-into-entry': (flow) => changeEdge(flow, { to: 'start' }),
  'exit-wired-twice': (flow) => ({ ...flow, edges: [...flow.edges, ...flow.edges.slice(0, 1)] }),
  'exit-unwired': (flow) => ({ ...flow, edges: flow.edges.filter((edge) => edge.from !== 'start') }),
  'entry-missing': (flow) => ({ ...flow, nodes: flow.nodes.filter((each) => each.step !== 'begin') }),
  'entry-twice': (flow) => ({ ...flow, nodes: [...flow.nodes, node('second', 'begin', {})] }),
  'loop-without-waiting': (flow) => addNode(flow, 'work', { variable: 'word', value: '1' }, 'round'),
  'variable-undeclared': (flow) => addNode(flow, 'work', { variable: 'nothing', value: '1' }),
  'variable-duplicate': (flow) => ({ ...flow, variables: [...flow.variables, { name: 'word', type: 'text' }] }),
  'variable-default-invalid': (flow) => ({
    ...flow,
    variables: [...flow.variables, { name: 'bad', type: 'number', default: 'x' }],
  }),
  'expression-invalid': (flow) => addNode(flow, 'work', { variable: 'word', value: '1 +' }),
  'name-unknown': (flow) => addNode(flow, 'work', { variable: 'word', value: 'word' }),
  'template-invalid': (flow) => addNode(flow, 'ask', { prompt: { say: 'Hello {{ vars.word' } }),
  'step-reference-unknown': (flow) => addNode(flow, 'work', { variable: 'word', value: 'steps.nobody.answer' }),
  'prompt-empty': (flow) => addNode(flow, 'ask', { prompt: { say: ' ' } }),
  'check-failed': (flow) =>
    addNode(flow, 'choose', {
      ways: [
        { id: 'a', when: 'true' },
        { id: 'b', when: 'true' },
      ],
    }),
  'item-id-missing': (flow) => addNode(flow, 'choose', { ways: [{ id: 'not an id', when: 'true' }] }),
  'item-id-duplicate': (flow) =>
    addNode(flow, 'choose', {
      ways: [
        { id: 'a', when: 'true' },
        { id: 'a', when: 'false' },
      ],
    }),
  'name-forbidden': (flow) => ({ ...flow, nodes: [...flow.nodes, node('constructor', 'finish', {})] }),
} as const satisfies Readonly<Record<string, (flow: Flow) => Flow>>;
export type Mutation = keyof typeof mutations;

/** A flow with one thing made wrong, which must be reported by that code (others may follow from it). */
export const brokenFlow: fc.Arbitrary<{ readonly flow: Flow; readonly code: Mutation }> = fc
  .tuple(validFlow, fc.constantFrom(...(Object.keys(mutations) as Mutation[])))
  .map(([flow, code]) => ({ flow: mutations[code](flow), code }));

const pick = <T>(items: readonly T[]): T => items[Math.floor(items.length / 2)] as T;

function changeNode(flow: Flow, change: Partial<FlowNode>): Flow {
  const changed = pick(flow.nodes);
  return { ...flow, nodes: flow.nodes.map((each) => (each === changed ? { ...each, ...change } : each)) };
}

function changeEdge(flow: Flow, change: Partial<Edge>): Flow {
  const changed = pick(flow.edges);
  return { ...flow, edges: flow.edges.map((each) => (each === changed ? { ...each, ...change } : each)) };
}

/** A node that nothing leads to, with its `next` led to the flow's last node, or round to itself. */
function addNode(flow: Flow, step: string, settings: JsonObject, to?: 'round'): Flow {
  const last = flow.nodes.at(-1)?.id ?? 'n0';
  const exits = step === 'choose' ? ['otherwise'] : ['next'];
  const edges = exits.map((exit) => ({ from: 'added', exit, to: to === 'round' ? 'added' : last }));
  return { ...flow, nodes: [...flow.nodes, node('added', step, settings)], edges: [...flow.edges, ...edges] };
}
