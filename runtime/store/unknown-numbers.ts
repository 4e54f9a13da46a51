import { desc, eq, sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

/** Numbers that somebody called by a trunk and that are nobody's here. What was dialled is hostile text. */
export const unknownNumbers = pgTable(
  'unknown_numbers',
  {
    dialled: text('dialled').notNull(),
    trunkId: text('trunk_id').notNull(),
    /** What was dialled as a number, where it is one. */
    number: text('number'),
    count: integer('count').notNull().default(1),
    lastAt: moment('last_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.dialled, table.trunkId] })],
);

export interface UnknownNumber {
  readonly dialled: string;
  readonly trunkId: string;
  readonly number: string | null;
  readonly count: number;
  readonly lastAt: Date;
}

/** A scanner may call every number there is: the ones that were called last are kept. */
const MOST = 500;

export const countUnknownNumber = (
  db: Db,
  { dialled, trunkId, number }: Pick<UnknownNumber, 'dialled' | 'trunkId' | 'number'>,
): Promise<void> =>
  db.transaction(async (tx) => {
    await tx
      .insert(unknownNumbers)
      .values({ dialled, trunkId, number })
      .onConflictDoUpdate({
        target: [unknownNumbers.dialled, unknownNumbers.trunkId],
        set: { number, count: sql`least(${unknownNumbers.count} + 1, 1000000000)`, lastAt: sql`now()` },
      });
    await tx.execute(sql`
      delete from ${unknownNumbers} where (dialled, trunk_id) in
      (select dialled, trunk_id from ${unknownNumbers} order by last_at desc, dialled offset ${MOST})`);
  });

export const listUnknownNumbers = (db: Db): Promise<UnknownNumber[]> =>
  db.select().from(unknownNumbers).orderBy(desc(unknownNumbers.lastAt)).limit(MOST);

/** False where there was none. */
export async function forgetUnknownNumber(db: Db, dialled: string): Promise<boolean> {
  const gone = await db
    .delete(unknownNumbers)
    .where(eq(unknownNumbers.dialled, dialled))
    .returning({ dialled: unknownNumbers.dialled });
  return gone.length > 0;
}

/** It is somebody's now. */
export async function forgetKnownNumber(db: Db, number: string): Promise<void> {
  await db.delete(unknownNumbers).where(eq(unknownNumbers.number, number));
}
