import type { CallEvent, CallRecord } from '#runtime/flow/record';
import type { CallRow } from '../api/calls.ts';
import { edgeId } from '../state/edits/edges.ts';

/** A call that is going on. */
export interface LiveCall {
  readonly id: string;
  readonly flowId: string;
  readonly revision: number;
  readonly direction: CallRecord['direction'];
  readonly caller: string;
  readonly callerName: string;
  readonly called: string;
  readonly test: boolean;
  readonly startedMs: number;
  readonly isAnswered: boolean;
  /** Node that it is in, and how many nodes it was in so far. */
  readonly nodeId: string | undefined;
  readonly seq: number;
  /** Exit that it left the last node by. */
  readonly exit: string | undefined;
  /** Edges it went along, as `from|exit`. */
  readonly edges: ReadonlySet<string>;
  /** All of its way is known: the editor saw it begin, or read its record. */
  readonly isWhole: boolean;
}
export type LiveCalls = ReadonlyMap<string, LiveCall>;

/** What the list of live calls says replaces what was known of who calls; the place in the flow only moves on. */
export function withRows(before: LiveCalls, rows: readonly CallRow[]): LiveCalls {
  return new Map(
    rows.map((row) => {
      const known = before.get(row.id);
      return [row.id, known === undefined ? fromRow(row) : { ...known, isAnswered: row.answeredAt !== null }];
    }),
  );
}

const fromRow = (row: CallRow): LiveCall => ({
  id: row.id,
  flowId: row.flowId,
  revision: row.revision,
  direction: row.direction,
  caller: row.caller,
  callerName: row.callerName ?? '',
  called: row.called,
  test: row.test,
  startedMs: Date.parse(row.startedAt),
  isAnswered: row.answeredAt !== null,
  nodeId: row.nodeId ?? undefined,
  seq: 0,
  exit: undefined,
  edges: new Set(),
  isWhole: false,
});

/** One event further; the same object when it changes nothing that is shown. */
export function withEvent(before: LiveCalls, event: CallEvent): LiveCalls {
  if (event.type === 'call.started') {
    if (before.has(event.callId)) return before;
    const { callId, atMs, flowId, revision, direction, caller, called, test } = event;
    const party = { caller: caller.number, callerName: caller.name };
    const place = { nodeId: undefined, seq: 0, exit: undefined, edges: new Set<string>() };
    const call = {
      id: callId,
      startedMs: atMs,
      flowId,
      revision,
      direction,
      called,
      test,
      isAnswered: false,
      isWhole: true,
      ...party,
      ...place,
    };
    return new Map(before).set(callId, call);
  }
  const call = before.get(event.callId);
  if (call === undefined) return before;
  if (event.type === 'call.ended') {
    const after = new Map(before);
    after.delete(event.callId);
    return after;
  }
  const moved = moveOn(call, event);
  return moved === call ? before : new Map(before).set(event.callId, moved);
}

function moveOn(call: LiveCall, event: CallEvent): LiveCall {
  if (event.type === 'call.answered') return { ...call, isAnswered: true };
  if (event.type === 'step.entered' && event.seq > call.seq) {
    const { nodeId, exit } = call;
    const edges =
      nodeId === undefined || exit === undefined ? call.edges : new Set(call.edges).add(edgeId({ from: nodeId, exit }));
    return { ...call, nodeId: event.nodeId, seq: event.seq, exit: undefined, edges };
  }
  if (event.type === 'step.left' && event.seq >= call.seq)
    return { ...call, nodeId: event.nodeId, seq: event.seq, exit: event.exit };
  return call;
}

/** The whole way of a call until now, from its record. */
export function withRecord(before: LiveCalls, record: CallRecord): LiveCalls {
  const known = before.get(record.id);
  if (known === undefined) return before;
  const alone: LiveCalls = new Map([[record.id, { ...known, seq: 0, exit: undefined, nodeId: undefined }]]);
  const walked = record.events.reduce(withEvent, alone).get(record.id);
  if (walked === undefined) return before;
  const edges = new Set([...walked.edges, ...known.edges]);
  const place = walked.seq >= known.seq ? walked : known;
  return new Map(before).set(record.id, { ...place, edges, isWhole: true });
}

export interface LiveCounts {
  readonly total: number;
  readonly nodes: ReadonlyMap<string, number>;
  /** Calls in progress that went along an edge, by `from|exit`. */
  readonly edges: ReadonlyMap<string, number>;
}

/** How many calls of a flow are where. */
export function countsOf(calls: LiveCalls, flowId: string): LiveCounts {
  const nodes = new Map<string, number>();
  const edges = new Map<string, number>();
  let total = 0;
  for (const call of calls.values()) {
    if (call.flowId !== flowId) continue;
    total += 1;
    if (call.nodeId !== undefined) nodes.set(call.nodeId, (nodes.get(call.nodeId) ?? 0) + 1);
    for (const edge of call.edges) edges.set(edge, (edges.get(edge) ?? 0) + 1);
  }
  return { total, nodes, edges };
}
