import type { Catalogue } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Flow, FlowNode } from '#runtime/flow/schema';

/** States that every machine has beside its nodes. A node id can't begin with `$`. */
export const ENDED = '$ended';
export const FAILED = '$failed';

export interface ExitTransition {
  readonly guard?: { readonly type: 'errorMayBeHandled' };
  readonly target: string;
  /** Runs the step anew where an exit leads back to its own node: without it XState stays, and nothing happens. */
  readonly reenter?: true;
}

export interface NodeState {
  readonly entry: { readonly type: 'runStep'; readonly params: { readonly nodeId: string } };
  /** By exit event; the last, `exit.*`, is where every exit goes that is not wired, and every failure. */
  readonly on: Readonly<Record<string, ExitTransition | readonly ExitTransition[]>>;
}

/**
 * An XState machine as plain JSON: any visualiser opens it. Its one action is `runStep`, which leads to one `exit.<exit>`
 * event in the end; its one guard is `errorMayBeHandled` (the error handler has not run too often in this call).
 */
export interface MachineJson {
  readonly id: string;
  /** Where a call begins. */
  readonly initial: string;
  readonly on: Readonly<Record<string, { readonly target: string }>>;
  readonly states: Readonly<Record<string, NodeState | { readonly type: 'final' }>>;
}

/** The entry node of each kind, where the flow has one. */
export function entryOf(flow: Flow, catalogue: Catalogue, kind: 'call' | 'error' | 'hangUp'): FlowNode | undefined {
  return flow.nodes.find((node) => catalogue.get(node.step)?.traits.entry === kind);
}

/**
 * Flow to machine. A node is a state that runs its step on entry; each wired exit is a transition on its event; whatever
 * else the step leaves by goes where a failure goes, so that an unknown exit can't hang a call. The flow must be valid.
 */
export function machineOf(flow: Flow, catalogue: Catalogue): MachineJson {
  const edges = edgesByNode(flow);
  const onError = entryOf(flow, catalogue, 'error')?.id;
  const onHangUp = entryOf(flow, catalogue, 'hangUp')?.id;
  const states: Record<string, MachineJson['states'][string]> = {};
  for (const node of flow.nodes) {
    const exits = edges.get(node.id) ?? new Map<string, string>();
    states[node.id] = {
      entry: { type: 'runStep', params: { nodeId: node.id } },
      on: {
        ...exitTransitions(node, catalogue, exits),
        [ANY_EXIT]: failureTransitions(node.id, exits.get('failed'), onError),
      },
    };
  }
  states[ENDED] = { type: 'final' };
  states[FAILED] = { type: 'final' };
  return {
    id: flow.id,
    initial: entryOf(flow, catalogue, 'call')?.id ?? FAILED,
    on: {
      'call.hungUp': { target: `.${onHangUp ?? ENDED}` },
      'call.stopped': { target: `.${FAILED}` },
    },
    states,
  };
}

/** The event of a step that is done. */
export const exitEvent = (exit: string): string => `exit.${exit}`;

/** XState's wildcard: taken where the exit's own event is not. */
const ANY_EXIT = exitEvent('*');

/** Whether the flow has a way on from this exit of a node; else the call goes on as from `failed`. */
export function leadsOn({ states }: MachineJson, nodeId: string, exit: string): boolean {
  const state = states[nodeId];
  const event = exitEvent(exit);
  return state !== undefined && 'on' in state && Object.hasOwn(state.on, event) && event !== ANY_EXIT;
}

function exitTransitions(
  node: FlowNode,
  catalogue: Catalogue,
  exits: ReadonlyMap<string, string>,
): Record<string, ExitTransition> {
  const transitions: Record<string, ExitTransition> = {};
  const entry = catalogue.get(node.step);
  if (entry === undefined) return transitions;
  if (entry.traits.ends) return { [exitEvent('ended')]: { target: ENDED } };
  for (const { exit } of exitsOf(entry, node.settings)) {
    const target = exit === 'failed' ? undefined : exits.get(exit);
    if (target !== undefined) transitions[exitEvent(exit)] = leadTo(target, node.id);
  }
  return transitions;
}

function failureTransitions(
  from: string,
  wired: string | undefined,
  onError: string | undefined,
): NodeState['on'][string] {
  if (wired !== undefined) return leadTo(wired, from);
  if (onError === undefined) return { target: FAILED };
  return [{ guard: { type: 'errorMayBeHandled' }, ...leadTo(onError, from) }, { target: FAILED }];
}

const leadTo = (target: string, from: string): ExitTransition =>
  target === from ? { target, reenter: true } : { target };

function edgesByNode(flow: Flow): Map<string, Map<string, string>> {
  const edges = new Map<string, Map<string, string>>();
  for (const { from, exit, to } of flow.edges) {
    const exits = edges.get(from) ?? new Map<string, string>();
    exits.set(exit, to);
    edges.set(from, exits);
  }
  return edges;
}
