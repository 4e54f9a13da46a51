import { asc, eq, sql } from 'drizzle-orm';
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { PhoneNumber } from '#asterisk-config/number';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { StoreError } from './store-error.ts';
import { trunks } from './trunks.ts';
import { users } from './users.ts';

/** Telephone numbers, each at one trunk. */
export const numbers = pgTable('numbers', {
  number: text('number').primaryKey(),
  trunkId: text('trunk_id')
    .notNull()
    .references(() => trunks.id),
  settings: jsonb('settings').$type<PhoneNumber>().notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

export interface StoredNumber {
  readonly settings: PhoneNumber;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = { settings: numbers.settings, updatedAt: numbers.updatedAt, updatedBy: users.name };

const numberUnknown = (number: string) =>
  new StoreError('number-unknown', `There is no number ${number}.`, { fix: 'List the numbers.' });

export const listNumbers = (db: Db): Promise<StoredNumber[]> =>
  db.select(columns).from(numbers).innerJoin(users, eq(users.id, numbers.updatedBy)).orderBy(asc(numbers.number));

export async function getNumber(db: Db, number: string): Promise<StoredNumber> {
  const [row] = await db
    .select(columns)
    .from(numbers)
    .innerJoin(users, eq(users.id, numbers.updatedBy))
    .where(eq(numbers.number, number));
  if (!row) throw numberUnknown(number);
  return row;
}

/** Adds a number, or changes all of one. */
export const saveNumber = (db: Db, settings: PhoneNumber, by: string, isNew: boolean): Promise<void> =>
  db.transaction(async (tx) => {
    const { number, trunkId } = settings;
    const [trunk] = await tx.select({ id: trunks.id }).from(trunks).where(eq(trunks.id, trunkId)).for('share');
    if (!trunk)
      throw new StoreError('trunk-unknown', `There is no trunk '${trunkId}'.`, {
        fix: 'Choose the trunk of the number.',
        details: { field: 'trunkId' },
      });
    const row = { number, trunkId, settings, updatedBy: by };
    const changed = isNew
      ? await tx.insert(numbers).values(row).onConflictDoNothing().returning({ number: numbers.number })
      : await tx
          .update(numbers)
          .set({ ...row, updatedAt: sql`now()` })
          .where(eq(numbers.number, number))
          .returning({ number: numbers.number });
    if (changed.length === 0 && !isNew) throw numberUnknown(number);
    if (changed.length === 0)
      throw new StoreError('number-exists', `${number} is there already.`, { fix: 'Change that one.' });
    await notifyChanged(tx);
  });

export const deleteNumber = (db: Db, number: string): Promise<void> =>
  db.transaction(async (tx) => {
    const deleted = await tx.delete(numbers).where(eq(numbers.number, number)).returning({ number: numbers.number });
    if (deleted.length === 0) throw numberUnknown(number);
    await notifyChanged(tx);
  });

/** Removes a trunk; refused while numbers are at it. Its revisions stay. */
export const deleteTrunk = (db: Db, id: string): Promise<void> =>
  db.transaction(async (tx) => {
    const used = await tx.select({ number: numbers.number }).from(numbers).where(eq(numbers.trunkId, id));
    if (used.length > 0)
      throw new StoreError(
        'trunk-in-use',
        `The trunk '${id}' carries ${used.map(({ number }) => number).join(', ')}.`,
        {
          fix: 'Move or remove its numbers first.',
          details: { numbers: used.map(({ number }) => number) },
        },
      );
    const deleted = await tx.delete(trunks).where(eq(trunks.id, id)).returning({ id: trunks.id });
    if (deleted.length === 0)
      throw new StoreError('trunk-unknown', `There is no trunk '${id}'.`, { fix: 'List the trunks.' });
    await notifyChanged(tx);
  });
