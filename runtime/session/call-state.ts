import type { Json, JsonObject } from '#runtime/flow/json';
import type { CallEvent, CallEventOf } from '#runtime/flow/record';
import type { Replay } from './operations.ts';

/** Where a call stands, folded from its events: what a restarted runtime goes on from. */
export interface CallState {
  readonly started: CallEventOf<'call.started'>;
  answered: boolean;
  ended: boolean;
  lastMs: number;
  readonly variables: Record<string, Json>;
  /** Data of each node's last exit, sealed where it was. */
  readonly steps: Record<string, { exit: string; data: Json }>;
  keys: string;
  /** When each of the keys was pressed. */
  readonly keysMs: number[];
  keysTaken: number;
  seq: number;
  stepsEntered: number;
  /** The visit that the runtime died in. */
  open:
    | {
        readonly nodeId: string;
        readonly seq: number;
        readonly replay: Replay;
        readonly variables: Readonly<Record<string, Json>>;
      }
    | undefined;
  readonly visits: Record<string, number>;
  /** What `call.error` is: the failure that the call last left a node by. */
  error: JsonObject | null;
}

/** `open` turns a sealed value into the value. Undefined when the events don't begin with `call.started`. */
export function foldCall(events: readonly CallEvent[], open: (sealed: Json) => Json): CallState | undefined {
  const [first, ...rest] = events;
  if (first?.type !== 'call.started') return undefined;
  const state: CallState = {
    started: first,
    answered: false,
    ended: false,
    lastMs: first.atMs,
    variables: Object.fromEntries(Object.entries(first.variables).map(([name, value]) => [name, open(value)])),
    steps: {},
    keys: '',
    keysMs: [],
    keysTaken: 0,
    seq: 0,
    stepsEntered: 0,
    open: undefined,
    visits: {},
    error: null,
  };
  for (const event of rest) apply(state, event, open);
  // What the open visit has set, its re-run sets again.
  if (state.open !== undefined && state.open.replay.left === undefined)
    Object.assign(state.variables, state.open.variables);
  return state;
}

function apply(state: CallState, event: CallEvent, open: (sealed: Json) => Json): void {
  state.lastMs = event.atMs;
  switch (event.type) {
    case 'call.answered':
      state.answered = true;
      break;
    case 'call.ended':
      state.ended = true;
      break;
    case 'key.pressed':
      state.keys += String(open(event.key));
      state.keysMs.push(event.atMs);
      break;
    case 'variable.set':
      state.variables[event.name] = open(event.value);
      break;
    case 'step.entered':
      state.seq = event.seq;
      state.stepsEntered += 1;
      state.visits[event.nodeId] = (state.visits[event.nodeId] ?? 0) + 1;
      state.open = {
        nodeId: event.nodeId,
        seq: event.seq,
        variables: { ...state.variables },
        replay: { finished: new Map(), started: new Map(), checkpoint: null, left: undefined },
      };
      break;
    case 'step.left': {
      const data = event.data === undefined ? null : open(event.data);
      state.steps[event.nodeId] = { exit: event.exit, data };
      if (event.exit === 'failed') state.error = { nodeId: event.nodeId, ...(data as JsonObject | null) };
      if (state.open)
        state.open = {
          ...state.open,
          replay: { ...state.open.replay, left: { ...event, ...(event.data === undefined ? {} : { data }) } },
        };
      break;
    }
    case 'operation.started':
      (state.open?.replay.started as Map<number, typeof event> | undefined)?.set(event.n, event);
      break;
    case 'operation.finished':
      (state.open?.replay.finished as Map<number, typeof event> | undefined)?.set(event.n, event);
      state.keysTaken = event.keysTaken ?? state.keysTaken;
      break;
    case 'checkpoint.written':
      if (state.open) state.open = { ...state.open, replay: { ...state.open.replay, checkpoint: event.state } };
      break;
  }
}
