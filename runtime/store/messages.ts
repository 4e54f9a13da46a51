import { and, asc, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { recordings } from './recordings.ts';
import { StoreError } from './store-error.ts';

/** Messages that callers left. */
export const messages = pgTable(
  'messages',
  {
    /** That of the recording which is the message: so it is one however often it is delivered. */
    id: text('id').primaryKey(),
    mailbox: text('mailbox').notNull(),
    callId: text('call_id').notNull(),
    flowId: text('flow_id').notNull(),
    nodeId: text('node_id').notNull(),
    callerNumber: text('caller_number').notNull(),
    callerName: text('caller_name').notNull(),
    /** When the caller had spoken. */
    createdAt: moment('created_at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    readAt: moment('read_at'),
    emailState: text('email_state', { enum: ['none', 'waiting', 'sent', 'failed'] })
      .notNull()
      .default('none'),
    emailAt: moment('email_at'),
    emailError: text('email_error'),
  },
  (table) => [
    index('messages_created').on(table.createdAt, table.id),
    index('messages_mailbox').on(table.mailbox, table.createdAt, table.id),
    index('messages_call').on(table.callId),
  ],
);
export type MessageRow = typeof messages.$inferSelect;
export type NewMessage = Omit<MessageRow, 'readAt' | 'emailAt' | 'emailError'>;

/** Stores a message; does nothing for one that is stored. */
export async function putMessage(db: Db, message: NewMessage): Promise<void> {
  await db.insert(messages).values(message).onConflictDoNothing();
}

export interface MessageFilter {
  readonly mailbox?: string;
  readonly unread?: boolean;
}

/** The last message of a page: the next page begins after it. */
export interface MessageCursor {
  readonly atMs: number;
  readonly id: string;
}

/** Messages, newest first. */
export function listMessages(
  db: Db,
  filter: MessageFilter,
  limit: number,
  after?: MessageCursor,
): Promise<MessageRow[]> {
  const conditions: (SQL | undefined)[] = [
    filter.mailbox === undefined ? undefined : eq(messages.mailbox, filter.mailbox),
    filter.unread ? isNull(messages.readAt) : undefined,
    after === undefined
      ? undefined
      : sql`(${messages.createdAt}, ${messages.id}) < (${new Date(after.atMs).toISOString()}::timestamptz, ${after.id})`,
  ];
  return db
    .select()
    .from(messages)
    .where(and(...conditions))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(limit);
}

export interface Mailbox {
  readonly name: string;
  readonly unread: number;
  readonly total: number;
}

export const listMailboxes = (db: Db): Promise<Mailbox[]> =>
  db
    .select({
      name: messages.mailbox,
      unread: sql<number>`(count(*) filter (where ${messages.readAt} is null))::int`,
      total: sql<number>`count(*)::int`,
    })
    .from(messages)
    .groupBy(messages.mailbox)
    .orderBy(asc(messages.mailbox));

const messageUnknown = (id: string): StoreError =>
  new StoreError('message-unknown', `There is no message '${id}'.`, { fix: 'List the messages.' });

export async function findMessage(db: Db, id: string): Promise<MessageRow | undefined> {
  const [row] = await db.select().from(messages).where(eq(messages.id, id));
  return row;
}

export async function getMessage(db: Db, id: string): Promise<MessageRow> {
  const row = await findMessage(db, id);
  if (!row) throw messageUnknown(id);
  return row;
}

/** Marks a message as read, at the time it was first; or as unread. */
export async function markMessage(db: Db, id: string, read: boolean): Promise<MessageRow> {
  const [row] = await db
    .update(messages)
    .set({ readAt: read ? sql`coalesce(${messages.readAt}, now())` : null })
    .where(eq(messages.id, id))
    .returning();
  if (!row) throw messageUnknown(id);
  return row;
}

/** What became of the e-mail. A message that was deleted meanwhile stays so. */
export async function setMessageEmail(db: Db, id: string, state: 'sent' | 'failed', error?: string): Promise<void> {
  await db
    .update(messages)
    .set({ emailState: state, emailAt: sql`now()`, emailError: error?.slice(0, 500) ?? null })
    .where(eq(messages.id, id));
}

/** Removes a message and what is known of its recording. The file must be gone before. */
export async function deleteMessage(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(recordings).where(eq(recordings.id, id));
    await tx.delete(messages).where(eq(messages.id, id));
  });
}
