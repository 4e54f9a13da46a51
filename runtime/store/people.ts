import { asc, eq, sql } from 'drizzle-orm';
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Person } from '#asterisk-config/person';
import { personSecret } from '#asterisk-config/person-phone';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { StoreError } from './store-error.ts';
import { users } from './users.ts';

/** Those whom calls can be put through to. */
export const people = pgTable('people', {
  id: text('id').primaryKey(),
  settings: jsonb('settings').$type<Person>().notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

export interface StoredPerson {
  readonly settings: Person;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = { settings: people.settings, updatedAt: people.updatedAt, updatedBy: users.name };

const personUnknown = (id: string) =>
  new StoreError('person-unknown', `There is no person '${id}'.`, { fix: 'List the people.' });

export const listPeople = (db: Db): Promise<StoredPerson[]> =>
  db.select(columns).from(people).innerJoin(users, eq(users.id, people.updatedBy)).orderBy(asc(people.id));

export async function getPerson(db: Db, id: string): Promise<StoredPerson> {
  const [row] = await db
    .select(columns)
    .from(people)
    .innerJoin(users, eq(users.id, people.updatedBy))
    .where(eq(people.id, id));
  if (!row) throw personUnknown(id);
  return row;
}

/** Adds a person, or changes all of one. */
export const savePerson = (db: Db, settings: Person, by: string, isNew: boolean): Promise<void> =>
  db.transaction(async (tx) => {
    const { id } = settings;
    const row = { id, settings, updatedBy: by };
    const changed = isNew
      ? await tx.insert(people).values(row).onConflictDoNothing().returning({ id: people.id })
      : await tx
          .update(people)
          .set({ ...row, updatedAt: sql`now()` })
          .where(eq(people.id, id))
          .returning({ id: people.id });
    if (changed.length === 0 && !isNew) throw personUnknown(id);
    if (changed.length === 0)
      throw new StoreError('person-exists', `There is a person '${id}' already.`, { fix: 'Choose another name.' });
    await notifyChanged(tx);
  });

export const deletePerson = (db: Db, id: string): Promise<void> =>
  db.transaction(async (tx) => {
    const deleted = await tx.delete(people).where(eq(people.id, id)).returning({ id: people.id });
    if (deleted.length === 0) throw personUnknown(id);
    await notifyChanged(tx);
  });

/** The secrets that hold passwords of phones. */
export async function personSecrets(db: Db): Promise<{ readonly secret: string; readonly personId: string }[]> {
  const rows = await db.select({ settings: people.settings }).from(people);
  return rows.flatMap(({ settings: { id: personId, phones } }) =>
    phones.filter(({ kind }) => kind === 'sip').map(({ id }) => ({ secret: personSecret(personId, id), personId })),
  );
}
