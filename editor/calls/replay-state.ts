import type { Json } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';
import { edgeId } from '../state/edits/edges.ts';
import { type Visit, visitsOf } from './visits-of.ts';

/** Where a call is at one moment, and what it went through until then. */
export interface ReplayState {
  /** Node that the call is in; undefined before the first and after the end. */
  readonly active?: string;
  /** The visit it is in, or was in last; 0 before the first. */
  readonly seq: number;
  readonly visited: ReadonlySet<string>;
  /** Edges it went along, as `from|exit`. */
  readonly edges: ReadonlySet<string>;
  /** Node that the call ended in by an error. */
  readonly failed?: string;
}

/** A call made ready to be looked at in any moment of it. */
export interface Replay {
  readonly startMs: number;
  /** Undefined while it goes on. */
  readonly endMs: number | undefined;
  readonly visits: readonly Visit[];
  readonly events: readonly CallEvent[];
  /** What holds from a moment on: before the first step, from each step, from the end. */
  readonly states: readonly { readonly fromMs: number; readonly state: ReplayState }[];
}

export function replayOf(events: readonly CallEvent[]): Replay {
  const visits = visitsOf(events);
  const states: { fromMs: number; state: ReplayState }[] = [
    { fromMs: Number.NEGATIVE_INFINITY, state: { seq: 0, visited: new Set(), edges: new Set() } },
  ];
  const visited = new Set<string>();
  const edges = new Set<string>();
  visits.forEach(({ seq, nodeId, enteredMs }, index) => {
    const before = visits[index - 1];
    if (before?.exit !== undefined) edges.add(edgeId({ from: before.nodeId, exit: before.exit }));
    visited.add(nodeId);
    const state = { active: nodeId, seq, visited: new Set(visited), edges: new Set(edges) };
    states.push({ fromMs: enteredMs, state });
  });
  const ended = events.find((event) => event.type === 'call.ended');
  if (ended !== undefined) {
    const last = visits.at(-1);
    const failed = ended.end.by === 'failed' && last !== undefined ? { failed: last.nodeId } : {};
    states.push({ fromMs: ended.atMs, state: { seq: last?.seq ?? 0, visited, edges, ...failed } });
  }
  return { startMs: events[0]?.atMs ?? 0, endMs: ended?.atMs, visits, events, states };
}

/** The same object for all moments between two steps, so that nothing is drawn anew in between. */
export function replayAt({ states }: Pick<Replay, 'states'>, atMs: number): ReplayState {
  let low = 0;
  let high = states.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((states[middle]?.fromMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  const found = states[low];
  if (found === undefined) throw new Error('A replay has a state for every moment.');
  return found.state;
}

export interface VariableAt {
  readonly name: string;
  readonly value: Json;
  /** When it got this value; undefined while it has the one that the call began with. */
  readonly setMs: number | undefined;
}

/** What the call's variables hold at one moment. */
export function variablesAt({ events }: Pick<Replay, 'events'>, atMs: number): readonly VariableAt[] {
  const variables = new Map<string, VariableAt>();
  for (const event of events) {
    if (event.atMs > atMs) break;
    if (event.type === 'call.started')
      for (const [name, value] of Object.entries(event.variables))
        variables.set(name, { name, value, setMs: undefined });
    else if (event.type === 'variable.set')
      variables.set(event.name, { name: event.name, value: event.value, setMs: event.atMs });
  }
  return [...variables.values()];
}
