import type { CallRecord } from '#runtime/flow/record';

/** A call of a few steps that has ended. */
export function endedCall(id: string, more: Partial<CallRecord> = {}): CallRecord {
  const startedMs = more.startedMs ?? 1_800_000_000_123;
  return {
    id,
    flowId: 'reception',
    revision: 3,
    nodeName: 'node-1',
    direction: 'inbound',
    caller: { number: '+4930123456', name: 'Ann' },
    called: '100',
    test: false,
    startedMs,
    answeredMs: startedMs + 40,
    endedMs: startedMs + 9_000,
    end: { by: 'caller', hangupCause: 16 },
    variables: { vip: true },
    trace: [{ seq: 1, nodeId: 'start', step: 'incoming-call', enteredMs: startedMs, leftMs: startedMs, exit: 'next' }],
    events: [{ type: 'call.answered', callId: id, atMs: startedMs + 40 }],
    recordings: [],
    ...more,
  };
}

/** The same call while it is still going on. */
export function startedCall(id: string, more: Partial<CallRecord> = {}): CallRecord {
  const { endedMs: _endedMs, end: _end, answeredMs: _answeredMs, ...record } = endedCall(id, more);
  return { ...record, trace: [], events: [] };
}
