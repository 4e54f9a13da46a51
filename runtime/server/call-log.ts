import { Readable } from 'node:stream';
import * as z from 'zod';
import { type CallCursor, type CallFilter, listCalls } from '#runtime/store/calls';
import type { Db } from '#runtime/store/database';
import { recordingsOf } from '#runtime/store/recordings';
import { ApiError } from './api-error.ts';
import { CallFilterQuery, callRow, filterOf } from './call-fields.ts';
import type { App, ServerContext } from './context.ts';
import { csvLine } from './csv.ts';
import { Id } from './fields.ts';
import { type Peaks, peaksOf } from './peaks.ts';

const PAGE = 500;
const PEAKS_KEPT = 200;

/** The call log as a table, and what is drawn of a recording. */
export function callLogRoutes(app: App, { store, ports }: ServerContext): void {
  app.get(
    '/api/calls.csv',
    {
      config: { access: 'user', rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: { summary: 'Calls as a table for a spreadsheet, newest first', querystring: CallFilterQuery },
    },
    (request, reply) =>
      reply
        .header('content-disposition', 'attachment; filename="calls.csv"')
        .type('text/csv; charset=utf-8')
        .send(Readable.from(csvOf(store.db, filterOf(request.query)))),
  );

  /** Recordings never change, so what was worked out of one stays. */
  const known = new Map<string, Peaks>();
  app.get(
    '/api/calls/:id/recordings/:recordingId/peaks',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The outline of a recording for each channel: the caller, and what the caller heard',
        params: z.strictObject({ id: Id, recordingId: Id }),
        querystring: z.strictObject({ points: z.coerce.number().int().min(10).max(4_000).default(800) }),
        response: {
          200: z.strictObject({
            channels: z.array(z.array(z.number())).meta({ description: 'Loudest sample of each part, 0 to 1.' }),
            durationMs: z.int(),
          }),
        },
      },
    },
    async (request, reply) => {
      const { id, recordingId } = request.params;
      const { points } = request.query;
      const recording = (await recordingsOf(store.db, id)).find((one) => one.id === recordingId);
      if (!recording) throw new ApiError(404, 'recording-unknown', 'This call has no such recording.');
      const key = `${recording.sha256} ${points}`;
      const file = await ports.recordings.open(recording);
      if (!file) throw new ApiError(404, 'recording-gone', 'The audio of this recording is gone.');
      const peaks = known.get(key) ?? (await peaksOf(file, points));
      if (!peaks) throw new ApiError(422, 'recording-unreadable', 'This recording can be played, but not drawn.');
      known.delete(key);
      known.set(key, peaks);
      if (known.size > PEAKS_KEPT) known.delete(known.keys().next().value ?? '');
      reply.header('cache-control', 'private, max-age=86400');
      return { channels: peaks.channels.map((channel) => [...channel]), durationMs: peaks.durationMs };
    },
  );
}

const HEAD = [
  'Started',
  'Answered',
  'Ended',
  'Seconds',
  'Flow',
  'Flow id',
  'Revision',
  'Direction',
  'Caller',
  'Caller name',
  'Called',
  'Ended by',
  'Code',
  'Last node',
  'Test',
  'Call id',
];

/** Page by page, as fast as they are read. */
async function* csvOf(db: Db, filter: CallFilter): AsyncGenerator<string> {
  // The mark lets spreadsheets see that this is UTF-8.
  yield `\uFEFF${csvLine(HEAD)}`;
  let after: CallCursor | undefined;
  for (;;) {
    const rows = await listCalls(db, filter, PAGE, after);
    yield rows.map((row) => line(callRow(row))).join('');
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = { atMs: last.startedAt.getTime(), id: last.id };
  }
}

const line = (call: ReturnType<typeof callRow>): string =>
  csvLine([
    call.startedAt.toISOString(),
    call.answeredAt?.toISOString() ?? null,
    call.endedAt?.toISOString() ?? null,
    call.durationMs === null ? null : Math.round(call.durationMs / 1_000),
    call.flowName,
    call.flowId,
    call.revision,
    call.direction,
    call.caller,
    call.callerName,
    call.called,
    call.endBy,
    call.endCode,
    call.nodeId,
    call.test ? 'yes' : 'no',
    call.id,
  ]);
