import { desc } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { JsonObject } from '#runtime/flow/json';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

/** Who did what. Rows are only ever added; a user who is removed stays named here. */
export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment('at').notNull().defaultNow(),
    userId: uuid('user_id').notNull(),
    /** `session`, `token:<id>` or `cli`. */
    via: text('via').notNull(),
    /** Noun.past, such as `flow.published`. */
    action: text('action').notNull(),
    target: text('target').notNull(),
    details: jsonb('details').$type<JsonObject>().notNull(),
  },
  (table) => [index('audit_target').on(table.target, table.id)],
);
export type AuditRow = typeof audit.$inferSelect;

export interface Actor {
  readonly userId: string;
  readonly via: string;
}

export async function writeAudit(
  db: Db,
  actor: Actor,
  action: string,
  target: string,
  details: JsonObject = {},
): Promise<void> {
  await db.insert(audit).values({ userId: actor.userId, via: actor.via, action, target, details });
}

export const listAudit = (db: Db, limit: number): Promise<AuditRow[]> =>
  db.select().from(audit).orderBy(desc(audit.id)).limit(limit);
