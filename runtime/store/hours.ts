import { asc, eq, sql } from 'drizzle-orm';
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Hours, HoursOverride } from '#runtime/flow/hours';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { settingUses } from './setting-uses.ts';
import { StoreError } from './store-error.ts';
import { users } from './users.ts';

/** Shared opening hours. What runs reads them anew after every change, so each tells all nodes. */
export const hours = pgTable('hours', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  zone: text('zone').notNull(),
  week: jsonb('week').$type<Hours['week']>().notNull(),
  holidays: jsonb('holidays').$type<Hours['holidays']>().notNull(),
  override: jsonb('override').$type<HoursOverride>(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

export interface StoredHours extends Hours {
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = {
  id: hours.id,
  name: hours.name,
  zone: hours.zone,
  week: hours.week,
  holidays: hours.holidays,
  override: hours.override,
  updatedAt: hours.updatedAt,
  updatedBy: users.name,
};

const hoursUnknown = (id: string) =>
  new StoreError('hours-unknown', `There are no opening hours '${id}'.`, { fix: 'List the opening hours.' });

export const listHours = (db: Db): Promise<StoredHours[]> =>
  db.select(columns).from(hours).innerJoin(users, eq(users.id, hours.updatedBy)).orderBy(asc(hours.name), hours.id);

export async function getHours(db: Db, id: string): Promise<StoredHours> {
  const [row] = await db
    .select(columns)
    .from(hours)
    .innerJoin(users, eq(users.id, hours.updatedBy))
    .where(eq(hours.id, id));
  if (!row) throw hoursUnknown(id);
  return row;
}

/** Makes opening hours; throws `hours-exists` if their id is taken. */
export const createHours = (db: Db, made: Hours, by: string): Promise<void> =>
  telling(db, async (tx) => {
    const row = { ...made, updatedBy: by };
    const added = await tx.insert(hours).values(row).onConflictDoNothing().returning({ id: hours.id });
    if (added.length > 0) return;
    throw new StoreError('hours-exists', `There are opening hours '${made.id}' already.`, {
      fix: 'Choose another id.',
    });
  });

/** Changes what is given of them, and leaves the rest. */
export const changeHours = (db: Db, id: string, change: Partial<Omit<Hours, 'id'>>, by: string): Promise<void> =>
  telling(db, async (tx) => {
    const row = { ...change, updatedBy: by, updatedAt: sql`now()` };
    const changed = await tx.update(hours).set(row).where(eq(hours.id, id)).returning({ id: hours.id });
    if (changed.length === 0) throw hoursUnknown(id);
  });

/** Removes opening hours; throws `hours-in-use` while a draft or a current revision names them. */
export const deleteHours = (db: Db, id: string): Promise<void> =>
  telling(db, async (tx) => {
    const flowIds = (await settingUses(tx, 'hours')).filter(({ name }) => name === id).map(({ flowId }) => flowId);
    if (flowIds.length > 0)
      throw new StoreError('hours-in-use', `Opening hours '${id}' are used by ${flowIds.join(', ')}.`, {
        fix: 'Choose others in these flows first.',
        details: { flows: flowIds },
      });
    const deleted = await tx.delete(hours).where(eq(hours.id, id)).returning({ id: hours.id });
    if (deleted.length === 0) throw hoursUnknown(id);
  });

const telling = (db: Db, change: (tx: Db) => Promise<void>): Promise<void> =>
  db.transaction(async (tx) => {
    await change(tx);
    await notifyChanged(tx);
  });
