import * as z from 'zod';
import { hideSealed } from '#runtime/secrets/seal';
import { writeAudit } from '#runtime/store/audit';
import { deleteCall, getCall, listCalls } from '#runtime/store/calls';
import { flowNames } from '#runtime/store/flows';
import { recordingsOf } from '#runtime/store/recordings';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import { CallQuery, CallRow, callRow, filterOf, liveRow, RecordingInfo, recordingInfo } from './call-fields.ts';
import type { App, ServerContext } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { AnyObject, Id, Nothing } from './fields.ts';
import { sendBytes } from './send-bytes.ts';

const Params = z.strictObject({ id: Id });

export function callRoutes(app: App, { store, ports }: ServerContext): void {
  app.get(
    '/api/calls',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Calls, newest first',
        querystring: CallQuery,
        response: { 200: z.strictObject({ calls: z.array(CallRow), nextCursor: z.string().nullable() }) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : readCursor(cursor);
      // One more than asked for tells whether there is another page.
      const found = await listCalls(store.db, filterOf(request.query), limit + 1, after);
      const calls = found.slice(0, limit);
      const last = found.length > limit ? calls.at(-1) : undefined;
      const nextCursor = last ? writeCursor({ atMs: last.startedAt.getTime(), id: last.id }) : null;
      return { calls: calls.map(callRow), nextCursor };
    },
  );

  app.get(
    '/api/calls/live',
    {
      config: { access: 'user' },
      schema: { summary: 'Calls that are going on', response: { 200: z.strictObject({ calls: z.array(CallRow) }) } },
    },
    async () => {
      const live = ports.liveCalls();
      const names = await flowNames(store.db, [...new Set(live.map((call) => call.flowId))]);
      return { calls: live.map((call) => liveRow(call, names.get(call.flowId) ?? null)) };
    },
  );

  app.get(
    '/api/calls/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'One call with its whole course; sensitive values are left out',
        params: Params,
        response: { 200: z.strictObject({ live: z.boolean(), record: AnyObject, recordings: z.array(RecordingInfo) }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const live = ports.liveCall(id);
      const record = live ?? (await getCall(store.db, id));
      if (!record) throw callUnknown(id);
      const recordings = (await recordingsOf(store.db, id)).map(recordingInfo);
      return { live: live !== undefined, record: hideSealed(record) as Record<string, unknown>, recordings };
    },
  );

  app.delete(
    '/api/calls/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Delete a call with its audio', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (ports.liveCall(id)) throw new ApiError(409, 'call-in-use', 'This call is still going on.');
      if (!(await getCall(store.db, id))) throw callUnknown(id);
      // The audio first: when that fails the row still names it, and deleting can be tried again.
      for (const recording of await recordingsOf(store.db, id)) await ports.recordings.remove(recording);
      await deleteCall(store.db, id);
      await writeAudit(store.db, actorOf(request), 'call.deleted', id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/calls/:id/recordings/:recordingId',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The audio of a recording, or a range of it',
        params: z.strictObject({ id: Id, recordingId: Id }),
      },
    },
    async (request, reply) => {
      const { id, recordingId } = request.params;
      const recording = (await recordingsOf(store.db, id)).find((one) => one.id === recordingId);
      if (!recording) throw new ApiError(404, 'recording-unknown', 'This call has no such recording.');
      const file = await ports.recordings.open(recording);
      if (!file) throw new ApiError(404, 'recording-gone', 'The audio of this recording is gone.');
      return sendBytes(request, reply, file, recording.mediaType);
    },
  );
}

const callUnknown = (id: string) => new ApiError(404, 'call-unknown', `There is no call '${id}'.`);
