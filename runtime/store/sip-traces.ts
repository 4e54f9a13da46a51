import { eq, lt } from 'drizzle-orm';
import { customType, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** SIP messages of calls, packed by whoever wrote them; secrets are taken out before. */
export const sipTraces = pgTable('sip_traces', {
  callId: text('call_id').primaryKey(),
  messages: bytes('messages').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export async function putSipTrace(db: Db, callId: string, messages: Buffer): Promise<void> {
  await db.insert(sipTraces).values({ callId, messages }).onConflictDoNothing();
}

export async function getSipTrace(db: Db, callId: string): Promise<Buffer | undefined> {
  const [row] = await db.select({ messages: sipTraces.messages }).from(sipTraces).where(eq(sipTraces.callId, callId));
  return row?.messages;
}

/** They hold numbers and addresses of callers: so they are not kept for ever. */
export async function deleteSipTracesBefore(db: Db, before: Date): Promise<void> {
  await db.delete(sipTraces).where(lt(sipTraces.createdAt, before));
}
