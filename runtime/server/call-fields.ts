import * as z from 'zod';
import { type CallRecord, Direction } from '#runtime/flow/record';
import { FlowId } from '#runtime/flow/schema';
import type { CallFilter, CallRow as StoredRow } from '#runtime/store/calls';
import type { RecordingRow } from '#runtime/store/recordings';
import { Line } from './fields.ts';

const EndBy = z.enum(['caller', 'flow', 'failed', 'lost']);

/** A call in a list. */
export const CallRow = z.strictObject({
  id: z.string(),
  flowId: z.string(),
  revision: z.int(),
  nodeName: z.string(),
  direction: Direction,
  caller: z.string(),
  called: z.string(),
  test: z.boolean(),
  startedAt: z.date(),
  answeredAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  endBy: EndBy.nullable(),
  endCode: z.string().nullable(),
  callerName: z.string(),
  flowName: z.string().nullable().meta({ description: 'Null for a flow that is not in the store any more.' }),
  nodeId: z.string().nullable().meta({ description: 'The node that the call was at, at its end or last.' }),
  durationMs: z.int().nullable().meta({ description: 'From its begin to its end; null while it goes on.' }),
});

const Duration = z.coerce.number().int().min(0).max(604_800_000).optional();

export const CallFilterQuery = z.strictObject({
  flow: FlowId.optional(),
  direction: Direction.optional(),
  end: EndBy.optional(),
  test: z.enum(['true', 'false', 'all']).default('false').meta({ description: 'Tests are left out unless asked for.' }),
  party: Line(80).optional().meta({ description: "Beginning of the caller's or the called number." }),
  q: Line(80).optional().meta({ description: "Part of a number, or of the caller's name." }),
  minDurationMs: Duration,
  maxDurationMs: Duration,
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

export const CallQuery = z.strictObject({
  ...CallFilterQuery.shape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional().meta({ description: 'nextCursor of the page before.' }),
});

export const RecordingInfo = z.strictObject({
  id: z.string(),
  kind: z.enum(['call', 'step']),
  nodeId: z.string().nullable(),
  durationMs: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  complete: z.boolean(),
});

export function filterOf(query: z.infer<typeof CallFilterQuery>): CallFilter {
  const { flow, direction, end, test, party, q, minDurationMs, maxDurationMs, from, to } = query;
  return {
    ...(flow === undefined ? {} : { flowId: flow }),
    ...(direction === undefined ? {} : { direction }),
    ...(end === undefined ? {} : { endBy: end }),
    ...(test === 'all' ? {} : { test: test === 'true' }),
    ...(party === undefined ? {} : { party }),
    ...(q === undefined ? {} : { text: q }),
    ...(minDurationMs === undefined ? {} : { minDurationMs }),
    ...(maxDurationMs === undefined ? {} : { maxDurationMs }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}

const dateOf = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms));

/** A stored call, in the form of a row of the list. */
export const callRow = (row: StoredRow): z.infer<typeof CallRow> => ({
  ...row,
  durationMs: row.endedAt && Math.max(0, row.endedAt.getTime() - row.startedAt.getTime()),
});

/** A call that is going on, in the form of a row of the list. */
export const liveRow = (call: CallRecord, flowName: string | null): z.infer<typeof CallRow> => ({
  id: call.id,
  flowId: call.flowId,
  revision: call.revision,
  nodeName: call.nodeName,
  direction: call.direction,
  caller: call.caller.number,
  called: call.called,
  test: call.test,
  startedAt: new Date(call.startedMs),
  answeredAt: dateOf(call.answeredMs),
  endedAt: dateOf(call.endedMs),
  endBy: call.end?.by ?? null,
  endCode: call.end?.code ?? null,
  callerName: call.caller.name,
  flowName,
  nodeId: call.trace.at(-1)?.nodeId ?? null,
  durationMs: null,
});

/** What may be shown of a recording: not where it lies. */
export const recordingInfo = (row: RecordingRow): z.infer<typeof RecordingInfo> => ({
  id: row.id,
  kind: row.kind,
  nodeId: row.nodeId,
  durationMs: row.durationMs,
  bytes: row.bytes,
  sha256: row.sha256,
  complete: row.complete,
});
