import { steps } from '#plugins/index';
import type { CompiledFlow } from '#runtime/compile/compile';
import { compileFlow } from '#runtime/compile/compile';
import type { Catalogue } from '#runtime/flow/catalogue';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { FlowTest } from '#runtime/flow/flow-test';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { TraceStep } from '#runtime/flow/record';
import { Flow } from '#runtime/flow/schema';
import type { Step } from '#runtime/flow/step';
import type { Simulated, SimulateOptions } from '#runtime/session/simulate';
import { simulate } from '#runtime/session/simulate';

/** A node in short: its step, its settings, and where its exits lead. */
export interface ShortNode {
  readonly step: string;
  readonly settings?: JsonObject;
  readonly to?: Readonly<Record<string, string>>;
}

/** A flow from its nodes by id. */
export function flowOf(nodes: Readonly<Record<string, ShortNode>>, rest: Readonly<Record<string, unknown>> = {}): Flow {
  return Flow.parse({
    schemaVersion: 1,
    id: 'test',
    name: 'Test',
    nodes: Object.entries(nodes).map(([id, { step, settings = {} }]) => ({ id, step, settings })),
    edges: Object.entries(nodes).flatMap(([from, { to = {} }]) =>
      Object.entries(to).map(([exit, target]) => ({ from, exit, to: target })),
    ),
    ...rest,
  });
}

export const builtIn: Catalogue = catalogueOf(steps);
export const stepsByType = (extra: readonly Step[] = []): ReadonlyMap<string, Step> =>
  new Map([...steps, ...extra].map((step) => [step.type, step]));

/** Compiles a flow; throws its issues. */
export function compiled(flow: Flow, extra: readonly Step[] = []): CompiledFlow {
  const result = compileFlow(flow, catalogueOf([...steps, ...extra]));
  if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 1));
  return result.compiled;
}

export interface RunOptions extends Partial<Omit<SimulateOptions, 'compiled' | 'script'>> {
  readonly extra?: readonly Step[];
  readonly script?: Partial<FlowTest>;
}

/** Compiles and simulates a flow with a scripted caller. */
export function run(flow: Flow, actions: FlowTest['actions'] = [], options: RunOptions = {}): Promise<Simulated> {
  const { extra = [], script, ...rest } = options;
  return simulate({
    compiled: compiled(flow, extra),
    steps: stepsByType(extra),
    ...rest,
    script: { startsAt: '2030-01-07T09:00:00Z', ...script, actions },
  });
}

/** The flow of one node: the call comes in, goes to `node`, and each of its exits hangs up. */
export function aroundStep(
  step: string,
  settings: JsonObject,
  exits: readonly string[],
  rest: Readonly<Record<string, unknown>> = {},
): Flow {
  const to = Object.fromEntries(exits.map((exit) => [exit, 'end']));
  return flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'node' } },
      node: { step, settings, to },
      ...(exits.length === 0 ? {} : { end: { step: 'hang-up' } }),
    },
    rest,
  );
}

/** The last visit of a node. */
export function visitOf({ record }: Simulated, nodeId = 'node'): TraceStep {
  const visit = record.trace.findLast((each) => each.nodeId === nodeId);
  if (visit === undefined) throw new Error(`The call never came to '${nodeId}'.`);
  return visit;
}

/** How a node was left: its exit and the exit's data. */
export function leftBy(simulated: Simulated, nodeId = 'node'): { exit: string | undefined; data: Json | undefined } {
  const { exit, data } = visitOf(simulated, nodeId);
  return { exit, data };
}

export const pathOf = ({ record }: Simulated): string[] => record.trace.map((visit) => visit.nodeId);

/** Simulated time spent in a node, in ms. */
export function timeIn(simulated: Simulated, nodeId = 'node'): number {
  const { enteredMs, leftMs } = visitOf(simulated, nodeId);
  return (leftMs ?? Number.NaN) - enteredMs;
}
