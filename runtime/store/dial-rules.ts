import { eq, sql } from 'drizzle-orm';
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { DialRules } from '#asterisk-config/dial-rules';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { users } from './users.ts';

/** What may be dialled: one row at most. */
export const dialRules = pgTable('dial_rules', {
  id: text('id').primaryKey(),
  settings: jsonb('settings').$type<DialRules>().notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

const ID = 'rules';

/** Nothing may be dialled until somebody has said what may. */
export async function getDialRules(db: Db): Promise<DialRules> {
  const [row] = await db.select({ settings: dialRules.settings }).from(dialRules).where(eq(dialRules.id, ID));
  return DialRules.parse(row?.settings ?? {});
}

export async function saveDialRules(db: Db, settings: DialRules, by: string): Promise<void> {
  const row = { id: ID, settings, updatedBy: by };
  await db
    .insert(dialRules)
    .values(row)
    .onConflictDoUpdate({ target: dialRules.id, set: { ...row, updatedAt: sql`now()` } });
  await notifyChanged(db);
}
