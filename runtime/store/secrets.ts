import { asc, eq, isNull, sql } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { drafts } from './drafts.ts';
import { flows } from './flows.ts';
import { revisions } from './revisions.ts';
import { users } from './users.ts';

/** Named secrets. Their values are sealed by `runtime/secrets`; nothing here can open them. */
export const secrets = pgTable('secrets', {
  name: text('name').primaryKey(),
  sealed: text('sealed').notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  updatedBy: uuid('updated_by')
    .notNull()
    .references(() => users.id),
});

export interface SecretRow {
  readonly name: string;
  readonly sealed: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = { name: secrets.name, sealed: secrets.sealed, updatedAt: secrets.updatedAt, updatedBy: users.name };

export async function putSecretRow(db: Db, name: string, sealed: string, by: string): Promise<void> {
  await db
    .insert(secrets)
    .values({ name, sealed, updatedBy: by })
    .onConflictDoUpdate({ target: secrets.name, set: { sealed, updatedBy: by, updatedAt: sql`now()` } });
  // A trunk's password is in Asterisk too.
  await notifyChanged(db);
}

export async function getSecretRow(db: Db, name: string): Promise<SecretRow | undefined> {
  const [row] = await db
    .select(columns)
    .from(secrets)
    .innerJoin(users, eq(users.id, secrets.updatedBy))
    .where(eq(secrets.name, name));
  return row;
}

export const listSecretRows = (db: Db): Promise<SecretRow[]> =>
  db.select(columns).from(secrets).innerJoin(users, eq(users.id, secrets.updatedBy)).orderBy(asc(secrets.name));

export async function deleteSecretRow(db: Db, name: string): Promise<boolean> {
  const deleted = await db.delete(secrets).where(eq(secrets.name, name)).returning({ name: secrets.name });
  return deleted.length > 0;
}

/** Where a secret is named. */
export interface SecretUse {
  readonly secret: string;
  readonly flowId: string;
  /** In the draft. */
  readonly draft: boolean;
  /** In the revision that new calls run on. */
  readonly current: boolean;
  /** In these revisions, newest first. */
  readonly revisions: number[];
}

/** All uses of all secrets by flows that are not in the bin. */
export async function secretUses(db: Db): Promise<SecretUse[]> {
  const draftRows = await db
    .select({ flowId: drafts.flowId, names: drafts.secrets })
    .from(drafts)
    .innerJoin(flows, eq(flows.id, drafts.flowId))
    .where(isNull(flows.deletedAt));
  const revisionRows = await db
    .select({ flowId: revisions.flowId, number: revisions.number, names: revisions.secrets })
    .from(revisions)
    .innerJoin(flows, eq(flows.id, revisions.flowId))
    .where(isNull(flows.deletedAt))
    .orderBy(sql`${revisions.number} desc`);

  const newest = new Map<string, number>();
  for (const row of revisionRows) newest.set(row.flowId, Math.max(row.number, newest.get(row.flowId) ?? 0));

  const uses = new Map<
    string,
    { secret: string; flowId: string; draft: boolean; current: boolean; revisions: number[] }
  >();
  const useOf = (secret: string, flowId: string) => {
    const key = `${flowId} ${secret}`;
    const use = uses.get(key) ?? { secret, flowId, draft: false, current: false, revisions: [] };
    uses.set(key, use);
    return use;
  };
  for (const row of draftRows) for (const name of new Set(row.names)) useOf(name, row.flowId).draft = true;
  for (const row of revisionRows)
    for (const name of new Set(row.names)) {
      const use = useOf(name, row.flowId);
      use.revisions.push(row.number);
      if (row.number === newest.get(row.flowId)) use.current = true;
    }
  return [...uses.values()].sort((a, b) => (a.flowId < b.flowId ? -1 : 1));
}
