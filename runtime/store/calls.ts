import { and, count, desc, eq, gte, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { CallRecord } from '#runtime/flow/record';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { findings } from './findings.ts';
import { flows } from './flows.ts';
import { messages } from './messages.ts';
import { recordings } from './recordings.ts';
import { sipTraces } from './sip-traces.ts';

/** One row a call: what a list shows and filters by, and the whole record. Written by `CallWriter`. */
export const calls = pgTable(
  'calls',
  {
    id: text('id').primaryKey(),
    // No foreign key: `patchcord call ./flow.json` runs a flow that is not in the store.
    flowId: text('flow_id').notNull(),
    revision: integer('revision').notNull(),
    nodeName: text('node_name').notNull(),
    direction: text('direction', { enum: ['inbound', 'outbound'] }).notNull(),
    caller: text('caller').notNull(),
    called: text('called').notNull(),
    test: boolean('test').notNull(),
    startedAt: moment('started_at').notNull(),
    answeredAt: moment('answered_at'),
    endedAt: moment('ended_at'),
    endBy: text('end_by', { enum: ['caller', 'flow', 'failed', 'lost'] }),
    endCode: text('end_code'),
    record: jsonb('record').$type<CallRecord>().notNull(),
    // Computed by Postgres, so that a list reads no records.
    callerName: text('caller_name').generatedAlwaysAs(sql.raw(`"record" #>> '{caller,name}'`)),
    /** The node that the call was at, at its end or when it was last heard of. */
    lastNodeId: text('last_node_id').generatedAlwaysAs(sql.raw(`"record" #>> '{trace,-1,nodeId}'`)),
  },
  (table) => [
    index('calls_started').on(table.startedAt, table.id),
    index('calls_flow').on(table.flowId, table.startedAt, table.id),
  ],
);

const listed = {
  id: calls.id,
  flowId: calls.flowId,
  revision: calls.revision,
  nodeName: calls.nodeName,
  direction: calls.direction,
  caller: calls.caller,
  called: calls.called,
  test: calls.test,
  startedAt: calls.startedAt,
  answeredAt: calls.answeredAt,
  endedAt: calls.endedAt,
  endBy: calls.endBy,
  endCode: calls.endCode,
  callerName: sql<string>`coalesce(${calls.callerName}, '')`,
  nodeId: calls.lastNodeId,
  /** Null for a flow that is not in the store. */
  flowName: flows.name,
};
export type CallRow = Omit<typeof calls.$inferSelect, 'record' | 'callerName' | 'lastNodeId'> & {
  readonly callerName: string;
  readonly nodeId: string | null;
  readonly flowName: string | null;
};

export interface CallFilter {
  readonly flowId?: string;
  readonly direction?: CallRow['direction'];
  readonly endBy?: NonNullable<CallRow['endBy']>;
  readonly test?: boolean;
  /** Beginning of the caller's or the called number. */
  readonly party?: string;
  /** Part of the caller's or the called number, or of the caller's name. */
  readonly text?: string;
  /** From the call's begin to its end; calls that go on have none. */
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly from?: Date;
  readonly to?: Date;
}

/** The last call of a page: the next page begins after it. */
export interface CallCursor {
  readonly atMs: number;
  readonly id: string;
}

/** Calls, newest first. */
export function listCalls(db: Db, filter: CallFilter, limit: number, after?: CallCursor): Promise<CallRow[]> {
  const prefix = filter.party === undefined ? undefined : likeText(filter.party);
  const conditions: (SQL | undefined)[] = [
    filter.flowId === undefined ? undefined : eq(calls.flowId, filter.flowId),
    filter.direction === undefined ? undefined : eq(calls.direction, filter.direction),
    filter.endBy === undefined ? undefined : eq(calls.endBy, filter.endBy),
    filter.test === undefined ? undefined : eq(calls.test, filter.test),
    prefix === undefined
      ? undefined
      : or(sql`${calls.caller} like ${`${prefix}%`}`, sql`${calls.called} like ${`${prefix}%`}`),
    filter.text === undefined ? undefined : someText(filter.text),
    filter.minDurationMs === undefined ? undefined : sql`${durationMs} >= ${filter.minDurationMs}`,
    filter.maxDurationMs === undefined ? undefined : sql`${durationMs} <= ${filter.maxDurationMs}`,
    filter.from === undefined ? undefined : gte(calls.startedAt, filter.from),
    filter.to === undefined ? undefined : lt(calls.startedAt, filter.to),
    after === undefined
      ? undefined
      : sql`(${calls.startedAt}, ${calls.id}) < (${new Date(after.atMs).toISOString()}::timestamptz, ${after.id})`,
  ];
  return db
    .select(listed)
    .from(calls)
    .leftJoin(flows, eq(flows.id, calls.flowId))
    .where(and(...conditions))
    .orderBy(desc(calls.startedAt), desc(calls.id))
    .limit(limit);
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
const durationMs = sql`(extract(epoch from ${calls.endedAt} - ${calls.startedAt}) * 1000)`;

/** People write numbers with spaces, hyphens, and a 0 for their country: so digits are also looked for by themselves. */
function someText(text: string): SQL | undefined {
  const part = `%${likeText(text)}%`;
  const digits = /^[\d\s+()/.-]*$/.test(text) ? text.replace(/\D/g, '').replace(/^0+/, '') : '';
  const numbers = digits.length < 3 ? [part] : [part, `%${digits}%`];
  return or(
    sql`${calls.callerName} ilike ${part}`,
    ...numbers.flatMap((number) => [sql`${calls.caller} like ${number}`, sql`${calls.called} like ${number}`]),
  );
}

export async function getCall(db: Db, id: string): Promise<CallRecord | undefined> {
  const [row] = await db.select({ record: calls.record }).from(calls).where(eq(calls.id, id));
  return row?.record;
}

/** Calls of a node that have no end yet: what a runtime has to adopt or close when it starts. */
export async function openCalls(db: Db, nodeName: string): Promise<CallRecord[]> {
  const rows = await db
    .select({ record: calls.record })
    .from(calls)
    .where(and(eq(calls.nodeName, nodeName), isNull(calls.endedAt)));
  return rows.map((row) => row.record);
}

/** How many calls each flow has had since a moment, tests left out. */
export async function callsSince(db: Db, since: Date, flowId?: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ flowId: calls.flowId, count: count() })
    .from(calls)
    .where(
      and(
        gte(calls.startedAt, since),
        eq(calls.test, false),
        flowId === undefined ? undefined : eq(calls.flowId, flowId),
      ),
    )
    .groupBy(calls.flowId);
  return new Map(rows.map((row) => [row.flowId, row.count]));
}

/** Removes a call, the messages left in it, its SIP messages and findings, and what is known of its recordings. Their files must be gone before. */
export async function deleteCall(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(findings).where(eq(findings.callId, id));
    await tx.delete(sipTraces).where(eq(sipTraces.callId, id));
    await tx.delete(messages).where(eq(messages.callId, id));
    await tx.delete(recordings).where(eq(recordings.callId, id));
    await tx.delete(calls).where(eq(calls.id, id));
  });
}
