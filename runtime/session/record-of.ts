import type { Json } from '#runtime/flow/json';
import type { CallEvent, CallRecord, TraceStep } from '#runtime/flow/record';

/** The record of a call from its events. Sealed values stay sealed. Throws if the events don't begin with `call.started`. */
export function recordOf(events: readonly CallEvent[], nodeName: string): CallRecord {
  const started = events[0];
  if (started?.type !== 'call.started') throw new Error('A call begins with call.started.');
  const variables: Record<string, Json> = { ...started.variables };
  const trace = new Map<number, TraceStep>();
  const recordings: CallRecord['recordings'] = [];
  const record: CallRecord = {
    id: started.callId,
    flowId: started.flowId,
    revision: started.revision,
    nodeName,
    direction: started.direction,
    caller: started.caller,
    called: started.called,
    ...(started.trunkId === undefined ? {} : { trunkId: started.trunkId }),
    test: started.test,
    startedMs: started.atMs,
    variables,
    trace: [],
    events: [...events],
    recordings,
  };
  for (const event of events) {
    switch (event.type) {
      case 'call.answered':
        record.answeredMs = event.atMs;
        break;
      case 'call.ended':
        record.endedMs = event.atMs;
        record.end = event.end;
        break;
      case 'variable.set':
        variables[event.name] = event.value;
        break;
      case 'step.entered':
        trace.set(event.seq, { seq: event.seq, nodeId: event.nodeId, step: event.step, enteredMs: event.atMs });
        break;
      case 'step.left': {
        const step = trace.get(event.seq);
        if (step)
          Object.assign(step, {
            leftMs: event.atMs,
            exit: event.exit,
            ...(event.data === undefined ? {} : { data: event.data }),
          });
        break;
      }
      case 'recording.started':
        // A resumed call goes on in the same files.
        if (!recordings.some(({ kind }) => kind === 'call'))
          recordings.unshift({ id: started.callId, kind: 'call', durationMs: 0 });
        break;
      case 'operation.finished':
        if (event.kind === 'record') recordings.push(recordingOf(event));
        if (event.kind === 'dial' && started.direction === 'outbound') Object.assign(record, trunkOf(event.result));
        break;
    }
  }
  record.trace = [...trace.values()];
  const whole = recordings.find(({ kind }) => kind === 'call');
  if (whole) whole.durationMs = Math.max(0, (record.endedMs ?? started.atMs) - (record.answeredMs ?? started.atMs));
  return record;
}

/** By which trunk an outbound call has reached somebody. */
function trunkOf(dialled: Json): { readonly trunkId?: string } {
  const { trunkId } = dialled as { readonly trunkId?: string };
  return trunkId === undefined ? {} : { trunkId };
}

function recordingOf(event: Extract<CallEvent, { type: 'operation.finished' }>): CallRecord['recordings'][number] {
  const { recordingId, durationMs } = event.result as { recordingId: string; durationMs: number };
  return { id: recordingId, kind: 'step', durationMs, nodeId: event.nodeId };
}
