import { and, desc, eq, lt, notInArray, sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Finding } from '#asterisk-config/finding';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

/** Calls that never reached a flow. Those of one source that differ in nothing are one row: scanners call all day. */
export const refusedCalls = pgTable(
  'refused_calls',
  {
    /** `code|address|dialled` */
    key: text('key').primaryKey(),
    firstAt: moment('first_at').notNull(),
    lastAt: moment('last_at').notNull(),
    count: integer('count').notNull(),
    caller: text('caller').notNull(),
    dialled: text('dialled').notNull(),
    /** The number of ours that was meant. */
    number: text('number'),
    trunkId: text('trunk_id'),
    sourceAddress: text('source_address').notNull(),
    status: integer('status').notNull(),
    finding: jsonb('finding').$type<Finding>().notNull(),
  },
  (table) => [index('refused_calls_last').on(table.lastAt)],
);
export type RefusedCallRow = typeof refusedCalls.$inferSelect;

const MOST_ROWS = 2_000;

export async function putRefusedCall(
  db: Db,
  call: Omit<RefusedCallRow, 'key' | 'firstAt' | 'lastAt' | 'count'> & { readonly at: Date },
): Promise<void> {
  const { at, ...fields } = call;
  const key = [call.finding.code, call.sourceAddress, call.dialled].join('|').slice(0, 300);
  await db
    .insert(refusedCalls)
    .values({ ...fields, key, firstAt: at, lastAt: at, count: 1 })
    .onConflictDoUpdate({
      target: refusedCalls.key,
      set: { ...fields, lastAt: at, count: sql`${refusedCalls.count} + 1` },
    });
}

/** Newest first. */
export const listRefusedCalls = (
  db: Db,
  filter: { readonly trunkId?: string | undefined; readonly number?: string | undefined },
  limit: number,
): Promise<RefusedCallRow[]> =>
  db
    .select()
    .from(refusedCalls)
    .where(
      and(
        filter.trunkId === undefined ? undefined : eq(refusedCalls.trunkId, filter.trunkId),
        filter.number === undefined ? undefined : eq(refusedCalls.number, filter.number),
      ),
    )
    .orderBy(desc(refusedCalls.lastAt))
    .limit(limit);

/** Of what is left, the newest rows stay: nobody fills the disk by calling. */
export async function purgeRefusedCalls(db: Db, before: Date): Promise<void> {
  await db.delete(refusedCalls).where(lt(refusedCalls.lastAt, before));
  const newest = db
    .select({ key: refusedCalls.key })
    .from(refusedCalls)
    .orderBy(desc(refusedCalls.lastAt))
    .limit(MOST_ROWS);
  await db.delete(refusedCalls).where(notInArray(refusedCalls.key, newest));
}
