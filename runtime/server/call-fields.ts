import * as z from 'zod';
import { type CallRecord, Direction } from '#runtime/flow/record';
import { FlowId } from '#runtime/flow/schema';
import type { CallCursor, CallFilter, CallRow as StoredRow } from '#runtime/store/calls';
import type { RecordingRow } from '#runtime/store/recordings';
import { ApiError } from './api-error.ts';
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
});

export const CallQuery = z.strictObject({
  flow: FlowId.optional(),
  direction: Direction.optional(),
  end: EndBy.optional(),
  test: z.enum(['true', 'false']).optional(),
  party: Line(80).optional().meta({ description: "Beginning of the caller's or the called number." }),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
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

export function filterOf({ flow, direction, end, test, party, from, to }: z.infer<typeof CallQuery>): CallFilter {
  return {
    ...(flow === undefined ? {} : { flowId: flow }),
    ...(direction === undefined ? {} : { direction }),
    ...(end === undefined ? {} : { endBy: end }),
    ...(test === undefined ? {} : { test: test === 'true' }),
    ...(party === undefined ? {} : { party }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}

export const writeCursor = ({ startedAt, id }: StoredRow): string =>
  Buffer.from(`${startedAt.getTime()} ${id}`).toString('base64url');

export function readCursor(text: string): CallCursor {
  const match = /^(\d{1,15}) ([A-Za-z0-9._:-]{1,100})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw new ApiError(400, 'request-invalid', 'cursor: is not one of ours.', { field: 'cursor' });
  return { startedMs: Number(match[1]), id: match[2] ?? '' };
}

const dateOf = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms));

/** A call that is going on, in the form of a row of the list. */
export const liveRow = (call: CallRecord): z.infer<typeof CallRow> => ({
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
