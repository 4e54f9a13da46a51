import { asc, eq, sql } from 'drizzle-orm';
import { pgTable, text } from 'drizzle-orm/pg-core';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { flows, requireFlow } from './flows.ts';

/** Which flow answers which extension. */
export const extensions = pgTable('extensions', {
  extension: text('extension').primaryKey(),
  flowId: text('flow_id')
    .notNull()
    .references(() => flows.id),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});
export type Extension = typeof extensions.$inferSelect;

export const listExtensions = (db: Db): Promise<Extension[]> =>
  db.select().from(extensions).orderBy(asc(extensions.extension));

export async function assignExtension(db: Db, extension: string, flowId: string): Promise<Extension> {
  return db.transaction(async (tx) => {
    await requireFlow(tx, flowId, true);
    const [row] = await tx
      .insert(extensions)
      .values({ extension, flowId })
      .onConflictDoUpdate({ target: extensions.extension, set: { flowId, updatedAt: sql`now()` } })
      .returning();
    await notifyChanged(tx);
    return row as Extension;
  });
}

export async function removeExtension(db: Db, extension: string): Promise<boolean> {
  const removed = await db.delete(extensions).where(eq(extensions.extension, extension)).returning();
  await notifyChanged(db);
  return removed.length > 0;
}

/** The flow that answers an extension, for a call that comes in. */
export async function flowOfExtension(db: Db, extension: string): Promise<string | undefined> {
  const [row] = await db.select().from(extensions).where(eq(extensions.extension, extension));
  return row?.flowId;
}
