import type { Json } from '#runtime/flow/json';
import type { CallEnd, CallEvent, CallEventOf } from '#runtime/flow/record';

/** When the calls of these tests begin. */
const START_MS = 1_800_000_000_000;
const at = (ms: number) => ({ callId: 'c1', atMs: START_MS + ms });

export const started = (ms: number, variables: Record<string, Json> = {}): CallEvent => ({
  type: 'call.started',
  ...at(ms),
  flowId: 'reception',
  revision: 3,
  direction: 'inbound',
  caller: { number: '+4930123', name: 'Ada' },
  called: '100',
  test: false,
  variables,
  channelId: 'c',
});
export const answered = (ms: number): CallEvent => ({ type: 'call.answered', ...at(ms) });
export const entered = (ms: number, seq: number, nodeId: string, step = 'play'): CallEvent => ({
  type: 'step.entered',
  ...at(ms),
  seq,
  nodeId,
  step,
});
export const left = (ms: number, seq: number, nodeId: string, exit: string, data?: Json): CallEvent => ({
  type: 'step.left',
  ...at(ms),
  seq,
  nodeId,
  exit,
  ...(data === undefined ? {} : { data }),
});
export const keyed = (ms: number, key: Json): CallEvent => ({ type: 'key.pressed', ...at(ms), key });
export const setVariable = (ms: number, seq: number, name: string, value: Json): CallEvent => ({
  type: 'variable.set',
  ...at(ms),
  seq,
  nodeId: 'note',
  name,
  value,
});
export const began = (ms: number, seq: number, kind: string, details?: Json): CallEvent => ({
  type: 'operation.started',
  ...at(ms),
  seq,
  nodeId: 'menu',
  n: 1,
  kind,
  ...(details === undefined ? {} : { details }),
});
export const finished = (ms: number, seq: number, kind: string, result: Json): CallEventOf<'operation.finished'> => ({
  type: 'operation.finished',
  ...at(ms),
  seq,
  nodeId: 'menu',
  n: 1,
  kind,
  startedMs: START_MS + ms - 10,
  result,
});
export const logged = (ms: number, seq: number, level: 'debug' | 'warn' | 'error', message: string): CallEvent => ({
  type: 'log.written',
  ...at(ms),
  seq,
  nodeId: 'menu',
  level,
  message,
});
export const ended = (ms: number, end: CallEnd = { by: 'flow' }): CallEvent => ({ type: 'call.ended', ...at(ms), end });
