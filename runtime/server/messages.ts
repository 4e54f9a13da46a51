import * as z from 'zod';
import { writeAudit } from '#runtime/store/audit';
import {
  deleteMessage,
  getMessage,
  listMailboxes,
  listMessages,
  type MessageRow,
  markMessage,
} from '#runtime/store/messages';
import { getRecording } from '#runtime/store/recordings';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { Id, Nothing } from './fields.ts';
import { sendBytes } from './send-bytes.ts';

const Params = z.strictObject({ id: Id });
const Query = z.strictObject({
  mailbox: z.string().max(60).optional(),
  unread: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional().meta({ description: 'nextCursor of the page before.' }),
});
const Message = z.strictObject({
  id: z.string(),
  mailbox: z.string(),
  callId: z.string(),
  flowId: z.string(),
  nodeId: z.string(),
  caller: z.strictObject({ number: z.string(), name: z.string() }),
  createdAt: z.date(),
  durationMs: z.int(),
  readAt: z.date().nullable(),
  emailed: z.strictObject({
    state: z.enum(['none', 'waiting', 'sent', 'failed']),
    at: z.date().optional(),
    error: z.string().optional(),
  }),
});

/** Messages that callers left. */
export function messageRoutes(app: App, { store, ports }: ServerContext): void {
  app.get(
    '/api/messages',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Messages, newest first, and all mailboxes with what is in them',
        querystring: Query,
        response: {
          200: z.strictObject({
            messages: z.array(Message),
            nextCursor: z.string().nullable(),
            mailboxes: z.array(z.strictObject({ name: z.string(), unread: z.int(), total: z.int() })),
          }),
        },
      },
    },
    async (request) => {
      const { mailbox, unread, limit, cursor } = request.query;
      const filter = { ...(mailbox === undefined ? {} : { mailbox }), unread: unread === 'true' };
      const after = cursor === undefined ? undefined : readCursor(cursor);
      // One more than asked for tells whether there is another page.
      const found = await listMessages(store.db, filter, limit + 1, after);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        messages: page.map(messageInfo),
        nextCursor: last ? writeCursor({ atMs: last.createdAt.getTime(), id: last.id }) : null,
        mailboxes: await listMailboxes(store.db),
      };
    },
  );

  app.patch(
    '/api/messages/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Mark a message as read or unread',
        params: Params,
        body: z.strictObject({ read: z.boolean() }),
        response: { 200: Message },
      },
    },
    async (request) => messageInfo(await markMessage(store.db, request.params.id, request.body.read)),
  );

  app.delete(
    '/api/messages/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Delete a message with its audio', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { mailbox, callId } = await getMessage(store.db, id);
      // The audio first: when that fails the row still names it, and deleting can be tried again.
      const recording = await getRecording(store.db, id);
      if (recording) await ports.recordings.remove(recording);
      await deleteMessage(store.db, id);
      await writeAudit(store.db, actorOf(request), 'message.deleted', id, { mailbox, callId });
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/messages/:id/audio',
    {
      config: { access: 'user' },
      schema: { summary: 'The audio of a message, or a range of it', params: Params },
    },
    async (request, reply) => {
      const { id } = await getMessage(store.db, request.params.id);
      const recording = await getRecording(store.db, id);
      const file = recording && (await ports.recordings.open(recording));
      if (!recording || !file) throw new ApiError(404, 'recording-gone', 'The audio of this message is gone.');
      return sendBytes(request, reply, file, recording.mediaType);
    },
  );
}

const messageInfo = (row: MessageRow): z.infer<typeof Message> => ({
  id: row.id,
  mailbox: row.mailbox,
  callId: row.callId,
  flowId: row.flowId,
  nodeId: row.nodeId,
  caller: { number: row.callerNumber, name: row.callerName },
  createdAt: row.createdAt,
  durationMs: row.durationMs,
  readAt: row.readAt,
  emailed: {
    state: row.emailState,
    ...(row.emailAt === null ? {} : { at: row.emailAt }),
    ...(row.emailError === null ? {} : { error: row.emailError }),
  },
});
