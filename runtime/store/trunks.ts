import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Trunk } from '#asterisk-config/trunk';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { StoreError } from './store-error.ts';
import { users } from './users.ts';

/** Trunks as they are now; every change is also a row of `trunk_revisions`. */
export const trunks = pgTable('trunks', {
  id: text('id').primaryKey(),
  revision: integer('revision').notNull(),
  settings: jsonb('settings').$type<Trunk>().notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

export const trunkRevisions = pgTable(
  'trunk_revisions',
  {
    trunkId: text('trunk_id').notNull(),
    number: integer('number').notNull(),
    settings: jsonb('settings').$type<Trunk>().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    /** When these settings last passed the ladder. */
    passedAt: moment('passed_at'),
  },
  (table) => [primaryKey({ columns: [table.trunkId, table.number] })],
);

export interface StoredTrunk {
  readonly settings: Trunk;
  readonly revision: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface TrunkRevision {
  readonly number: number;
  readonly settings: Trunk;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly passedAt: Date | null;
}

const columns = {
  settings: trunks.settings,
  revision: trunks.revision,
  updatedAt: trunks.updatedAt,
  updatedBy: users.name,
};

const trunkUnknown = (id: string) =>
  new StoreError('trunk-unknown', `There is no trunk '${id}'.`, { fix: 'List the trunks.' });

export const listTrunks = (db: Db): Promise<StoredTrunk[]> =>
  db.select(columns).from(trunks).innerJoin(users, eq(users.id, trunks.updatedBy)).orderBy(asc(trunks.id));

export async function getTrunk(db: Db, id: string): Promise<StoredTrunk> {
  const [row] = await db
    .select(columns)
    .from(trunks)
    .innerJoin(users, eq(users.id, trunks.updatedBy))
    .where(eq(trunks.id, id));
  if (!row) throw trunkUnknown(id);
  return row;
}

/** Makes a trunk, or changes all of one; the revision it has now. A new one is refused where its id is taken. */
export const saveTrunk = (db: Db, settings: Trunk, by: string, isNew: boolean): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = settings;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`trunk:${id}`}))`);
    const [before] = await tx.select({ revision: trunks.revision }).from(trunks).where(eq(trunks.id, id));
    if (isNew && before)
      throw new StoreError('trunk-exists', `There is a trunk '${id}' already.`, { fix: 'Choose another name.' });
    if (!isNew && !before) throw trunkUnknown(id);
    const [last] = await tx
      .select({ number: trunkRevisions.number })
      .from(trunkRevisions)
      .where(eq(trunkRevisions.trunkId, id))
      .orderBy(desc(trunkRevisions.number))
      .limit(1);
    const revision = (last?.number ?? 0) + 1;
    await tx.insert(trunkRevisions).values({ trunkId: id, number: revision, settings, createdBy: by });
    const row = { id, revision, settings, updatedBy: by };
    await tx
      .insert(trunks)
      .values(row)
      .onConflictDoUpdate({ target: trunks.id, set: { ...row, updatedAt: sql`now()` } });
    await notifyChanged(tx);
    return revision;
  });

export const listTrunkRevisions = (db: Db, id: string): Promise<TrunkRevision[]> =>
  db
    .select({
      number: trunkRevisions.number,
      settings: trunkRevisions.settings,
      createdAt: trunkRevisions.createdAt,
      createdBy: users.name,
      passedAt: trunkRevisions.passedAt,
    })
    .from(trunkRevisions)
    .innerJoin(users, eq(users.id, trunkRevisions.createdBy))
    .where(eq(trunkRevisions.trunkId, id))
    .orderBy(desc(trunkRevisions.number));

/** These settings have passed the ladder. */
export async function markTrunkPassed(db: Db, id: string, revision: number): Promise<void> {
  await db
    .update(trunkRevisions)
    .set({ passedAt: sql`now()` })
    .where(and(eq(trunkRevisions.trunkId, id), eq(trunkRevisions.number, revision)));
}

/** Which trunks name which secrets. */
export async function trunkSecrets(db: Db): Promise<{ trunkId: string; secret: string }[]> {
  const rows = await db
    .select({ trunkId: trunks.id, secret: sql<string>`${trunks.settings} #>> '{password,secret}'` })
    .from(trunks)
    .where(sql`${trunks.settings} #>> '{password,secret}' is not null`)
    .orderBy(asc(trunks.id));
  return rows;
}
