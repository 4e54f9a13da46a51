import { asc, eq, sql } from 'drizzle-orm';
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { JsonObject } from '#runtime/flow/json';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { settingUses } from './setting-uses.ts';
import { StoreError } from './store-error.ts';
import { users } from './users.ts';

/** Configured services outside, such as a mail server. `options` name secrets and never hold one. */
export const connections = pgTable('connections', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  name: text('name').notNull(),
  options: jsonb('options').$type<JsonObject>().notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

export interface StoredConnection {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly options: JsonObject;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = {
  id: connections.id,
  kind: connections.kind,
  name: connections.name,
  options: connections.options,
  updatedAt: connections.updatedAt,
  updatedBy: users.name,
};

const unknown = (id: string) =>
  new StoreError('connection-unknown', `There is no connection '${id}'.`, { fix: 'List the connections.' });

export const listConnections = (db: Db): Promise<StoredConnection[]> =>
  db
    .select(columns)
    .from(connections)
    .innerJoin(users, eq(users.id, connections.updatedBy))
    .orderBy(asc(connections.name), connections.id);

export async function getConnection(db: Db, id: string): Promise<StoredConnection> {
  const [row] = await db
    .select(columns)
    .from(connections)
    .innerJoin(users, eq(users.id, connections.updatedBy))
    .where(eq(connections.id, id));
  if (!row) throw unknown(id);
  return row;
}

type NewConnection = Omit<StoredConnection, 'updatedAt' | 'updatedBy'>;

/** Makes a connection; throws `connection-exists` if its id is taken. */
export const createConnection = (db: Db, made: NewConnection, by: string): Promise<void> =>
  db.transaction(async (tx) => {
    const row = { ...made, updatedBy: by };
    const added = await tx.insert(connections).values(row).onConflictDoNothing().returning({ id: connections.id });
    if (added.length === 0)
      throw new StoreError('connection-exists', `There is a connection '${made.id}' already.`, {
        fix: 'Choose another name.',
      });
    await notifyChanged(tx);
  });

export const changeConnection = (
  db: Db,
  id: string,
  change: Pick<StoredConnection, 'name' | 'options'>,
  by: string,
): Promise<void> =>
  db.transaction(async (tx) => {
    const { name, options } = change;
    const row = { name, options, updatedBy: by, updatedAt: sql`now()` };
    const changed = await tx
      .update(connections)
      .set(row)
      .where(eq(connections.id, id))
      .returning({ id: connections.id });
    if (changed.length === 0) throw unknown(id);
    await notifyChanged(tx);
  });

/** Removes a connection; throws `connection-in-use` while a draft or a current revision names it. */
export const deleteConnection = (db: Db, id: string): Promise<void> =>
  db.transaction(async (tx) => {
    const uses = (await settingUses(tx, 'connection')).filter(({ name }) => name === id);
    const flowIds = uses.map(({ flowId }) => flowId);
    if (flowIds.length > 0)
      throw new StoreError('connection-in-use', `Connection '${id}' is used by ${flowIds.join(', ')}.`, {
        fix: 'Choose another in these flows first.',
        details: { flows: flowIds },
      });
    const deleted = await tx.delete(connections).where(eq(connections.id, id)).returning({ id: connections.id });
    if (deleted.length === 0) throw unknown(id);
    await notifyChanged(tx);
  });

/** Which connections name which secret. */
export async function connectionSecrets(db: Db): Promise<{ connectionId: string; secret: string }[]> {
  const { rows } = await db.execute(sql`
    select id, jsonb_path_query(options, 'strict $.**.secret ? (@.type() == "string")', '{}', true) #>> '{}' as secret
    from connections order by 1, 2`);
  return rows.map((row) => ({ connectionId: String(row.id), secret: String(row.secret) }));
}
