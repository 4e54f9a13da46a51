import { desc, eq, type SQL } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Finding } from '#asterisk-config/finding';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

/** What was found wrong with calls that reached a flow. */
export const findings = pgTable(
  'findings',
  {
    callId: text('call_id').notNull(),
    /** In the call, the worst first. */
    position: integer('position').notNull(),
    number: text('number'),
    trunkId: text('trunk_id'),
    code: text('code').notNull(),
    at: moment('at').notNull(),
    finding: jsonb('finding').$type<Finding>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.callId, table.position] }),
    index('findings_number').on(table.number, table.at),
    index('findings_trunk').on(table.trunkId, table.at),
  ],
);

export async function putFindings(
  db: Db,
  call: { readonly id: string; readonly number: string | undefined },
  found: readonly Finding[],
): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map((finding, position) => ({
    callId: call.id,
    position,
    number: call.number ?? null,
    trunkId: finding.trunkId ?? null,
    code: finding.code,
    at: new Date(finding.at),
    finding,
  }));
  await db.insert(findings).values(rows).onConflictDoNothing();
}

export interface FoundInCall {
  readonly callId: string;
  readonly finding: Finding;
}

const listed = (db: Db, condition: SQL | undefined, limit: number): Promise<FoundInCall[]> =>
  db
    .select({ callId: findings.callId, finding: findings.finding })
    .from(findings)
    .where(condition)
    .orderBy(desc(findings.at), findings.callId, findings.position)
    .limit(limit);

export const findingsOfCall = (db: Db, callId: string): Promise<FoundInCall[]> =>
  listed(db, eq(findings.callId, callId), 100);

/** Of all calls, newest first. */
export const latestFindings = (db: Db, limit: number): Promise<FoundInCall[]> => listed(db, undefined, limit);

/** Newest first. */
export const findingsOfNumber = (db: Db, number: string, limit: number): Promise<FoundInCall[]> =>
  listed(db, eq(findings.number, number), limit);
