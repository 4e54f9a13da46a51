import { and, eq, inArray, isNull } from 'drizzle-orm';
import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { StoreError } from './store-error.ts';

export const flows = pgTable('flows', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Path of names, such as `Sales/Night`; empty at the top. */
  folder: text('folder').notNull().default(''),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  /** Set while the flow is in the bin. Its revisions stay, for a call may still run on one. */
  deletedAt: moment('deleted_at'),
});
export type FlowRow = typeof flows.$inferSelect;

export const flowUnknown = (id: string): StoreError =>
  new StoreError('flow-unknown', `There is no flow '${id}'.`, { fix: 'List the flows, also those in the bin.' });

/** A flow that is not in the bin. Inside a transaction, `lock` makes others who lock it wait. */
export async function requireFlow(db: Db, id: string, lock = false): Promise<FlowRow> {
  const query = db
    .select()
    .from(flows)
    .where(and(eq(flows.id, id), isNull(flows.deletedAt)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw flowUnknown(id);
  return row;
}

/** Names of flows by their ids, also of those in the bin. */
export async function flowNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: flows.id, name: flows.name })
    .from(flows)
    .where(inArray(flows.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.name]));
}
