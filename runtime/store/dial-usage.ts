import { eq, lt, sql } from 'drizzle-orm';
import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DialRules } from '#asterisk-config/dial-rules';
import type { Db } from './database.ts';
import { type DialRefusal, firstReached, openTrunks, type RecentCall, type TrunkLimits } from './dial-limits.ts';

/** One row, which every call to outside locks while it is decided: so no two can take the last place. */
export const dialGate = pgTable('dial_gate', {
  id: text('id').primaryKey(),
  /** Calls of the last seconds, by the database's clock. */
  recent: jsonb('recent').$type<readonly RecentCall[]>().notNull(),
});

/** Outside calls that go on. */
export const dialReservations = pgTable(
  'dial_reservations',
  {
    id: text('id').primaryKey(),
    nodeName: text('node_name').notNull(),
    /** The process that watches over it: another one of its node takes it over. */
    process: text('process').notNull(),
    callId: text('call_id').notNull(),
    number: text('number').notNull(),
    trunkId: text('trunk_id'),
    day: date('day', { mode: 'string' }).notNull(),
    /** Of its time, how much the day has been charged with. */
    countedMs: bigint('counted_ms', { mode: 'number' }).notNull().default(0),
  },
  (table) => [index('dial_reservations_node').on(table.nodeName)],
);

/** What a day (UTC) has had. */
export const dialDays = pgTable('dial_days', {
  day: date('day', { mode: 'string' }).primaryKey(),
  calls: integer('calls').notNull(),
  ms: bigint('ms', { mode: 'number' }).notNull(),
});

export const dialNumberDays = pgTable(
  'dial_number_days',
  {
    day: date('day', { mode: 'string' }).notNull(),
    number: text('number').notNull(),
    calls: integer('calls').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.number] })],
);

/** Nodes that make outside calls. A beat that stands still is a node that died. */
export const dialNodes = pgTable('dial_nodes', {
  nodeName: text('node_name').primaryKey(),
  beat: bigint('beat', { mode: 'number' }).notNull(),
});

export interface DialRequest {
  readonly id: string;
  readonly nodeName: string;
  readonly process: string;
  readonly callId: string;
  /** What is called, as it is counted: E.164, a short number or a SIP address. */
  readonly number: string;
  /** In order of wish; those that are full are left out. Empty: it needs none. */
  readonly trunks: readonly TrunkLimits[];
  /** Instead of the database's clock. */
  readonly nowMs?: number | undefined;
}

export type Reserved =
  | { readonly ok: true /** In order of wish. */; readonly trunkIds: readonly string[] }
  | ({ readonly ok: false } & DialRefusal);

interface Standing {
  readonly now: number;
  readonly day: string;
  readonly recent: readonly RecentCall[];
  /** The clock is behind the latest calls. */
  readonly setBack: boolean;
  readonly concurrent: number;
  readonly byTrunk: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly ms: number;
}

/** Sets aside one outside call, or says which limit is reached. Never passes a limit, however many ask at once. */
export const reserveDial = (db: Db, request: DialRequest, limits: DialRules): Promise<Reserved> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`insert into ${dialGate} (id, recent) values ('gate', '[]') on conflict do nothing`);
    await tx.execute(sql`select 1 from ${dialGate} where id = 'gate' for update`);
    // A statement of its own: what it sees, and its clock, are of after the lock.
    const standing = await readStanding(tx, request);
    const { now, day, recent } = standing;
    if (standing.setBack)
      await tx.execute(sql`update ${dialGate} set recent = ${JSON.stringify(recent)}::jsonb where id = 'gate'`);
    const reached = firstReached(limits, { ...standing, number: request.number });
    if (reached !== undefined) return { ok: false, ...reached };
    const trunks = openTrunks(request.trunks, standing);
    if (!trunks.ok) return trunks;
    const [trunkId = null] = trunks.trunkIds;
    const { id, nodeName, process, callId, number } = request;
    const next: readonly RecentCall[] = [...recent, [now, trunkId]];
    await tx.execute(sql`
      with gate as (update ${dialGate} set recent = ${JSON.stringify(next)}::jsonb where id = 'gate'),
      held as (
        insert into ${dialReservations} (id, node_name, process, call_id, number, trunk_id, day)
        values (${id}, ${nodeName}, ${process}, ${callId}, ${number}, ${trunkId}, ${day}::date)),
      per_number as (
        insert into ${dialNumberDays} as n (day, number, calls) values (${day}::date, ${number}, 1)
        on conflict (day, number) do update set calls = n.calls + 1)
      insert into ${dialDays} as d (day, calls, ms) values (${day}::date, 1, 0)
      on conflict (day) do update set calls = d.calls + 1`);
    return { ok: true, trunkIds: trunks.trunkIds };
  });

/** Longest time that a limit of calls per second looks back: one call in ten seconds. */
const RECENT_MS = 10_000;

async function readStanding(tx: Db, { number, nowMs }: DialRequest): Promise<Standing> {
  const at = nowMs === undefined ? sql`clock_timestamp()` : sql`to_timestamp(${nowMs}::float8 / 1000)`;
  const { rows } = await tx.execute<{
    now: string;
    day: string;
    recent: RecentCall[];
    concurrent: string;
    by_trunk: Record<string, number> | null;
    calls: number | null;
    ms: string | null;
  }>(sql`
    with clock as (select ${at} as at), today as (select (at at time zone 'utc')::date as day from clock)
    select (extract(epoch from clock.at) * 1000)::bigint as now, today.day::text as day,
      (select recent from ${dialGate} where id = 'gate') as recent,
      (select count(*) from ${dialReservations}) as concurrent,
      (select jsonb_object_agg(trunk_id, calls) from (
        select trunk_id, count(*) as calls from ${dialReservations} where trunk_id is not null group by trunk_id) t
      ) as by_trunk,
      (select calls from ${dialNumberDays} n where n.day = today.day and n.number = ${number}) as calls,
      (select ms from ${dialDays} d where d.day = today.day) as ms
    from clock, today`);
  const [row] = rows;
  if (row === undefined) throw new Error('Postgres gave no row for a clock.');
  const now = Number(row.now);
  return {
    now,
    day: row.day,
    // Calls that lie ahead, for the clock was set back, were just now: not in an hour, and not never.
    setBack: row.recent.some(([atMs]) => atMs > now),
    recent: row.recent
      .filter(([atMs]) => atMs > now - RECENT_MS)
      .map(([atMs, trunkId]) => [Math.min(atMs, now), trunkId] as const),
    concurrent: Number(row.concurrent),
    byTrunk: row.by_trunk ?? {},
    calls: row.calls ?? 0,
    ms: Number(row.ms ?? 0),
  };
}

/** A call is over. `ms`: what it shall count for; what was counted so far, without it. Harmless for one that is gone. */
export async function releaseDials(db: Db, ids: readonly string[], ms?: number): Promise<void> {
  if (ids.length === 0) return;
  const each = ms === undefined ? sql`counted_ms` : sql`${Math.max(0, Math.round(ms))}::bigint`;
  await db.execute(sql`
    with gone as (
      delete from ${dialReservations} where id in ${[...ids]} returning day, ${each} - counted_ms as more)
    update ${dialDays} d set ms = greatest(0, d.ms + sums.more)
    from (select day, sum(more) as more from gone group by day) sums where d.day = sums.day`);
}

/** Charges their days with the time that calls have had so far, and makes them this process's own. */
export async function countDialTime(
  db: Db,
  process: string,
  calls: readonly { readonly id: string; readonly ms: number }[],
): Promise<void> {
  if (calls.length === 0) return;
  await db.execute(sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) as g(id text, ms bigint)),
    held as (
      select r.id, r.day, g.ms, greatest(0, g.ms - r.counted_ms) as more
      from ${dialReservations} r join given g on g.id = r.id for update of r),
    grown as (
      update ${dialReservations} r set counted_ms = greatest(r.counted_ms, held.ms), process = ${process}
      from held where r.id = held.id)
    update ${dialDays} d set ms = d.ms + sums.more
    from (select day, sum(more) as more from held group by day) sums where d.day = sums.day`);
}

export interface HeldDial {
  readonly id: string;
  readonly process: string;
  readonly callId: string;
  readonly countedMs: number;
}

/** This node is alive. Gives the beats of all nodes, and the outside calls of this one. */
export async function beatDialNode(
  db: Db,
  nodeName: string,
): Promise<{ readonly beats: ReadonlyMap<string, number>; readonly held: readonly HeldDial[] }> {
  await db
    .insert(dialNodes)
    .values({ nodeName, beat: 1 })
    .onConflictDoUpdate({ target: dialNodes.nodeName, set: { beat: sql`${dialNodes.beat} + 1` } });
  const beats = await db.select().from(dialNodes);
  const { id, process, callId, countedMs } = dialReservations;
  const held = await db
    .select({ id, process, callId, countedMs })
    .from(dialReservations)
    .where(eq(dialReservations.nodeName, nodeName));
  return { beats: new Map(beats.map((one) => [one.nodeName, one.beat])), held };
}

/** A node has died: its calls are over, as far as anybody can know. */
export const releaseDialNode = (db: Db, nodeName: string, beat: number): Promise<void> =>
  db.transaction(async (tx) => {
    // One that has come back meanwhile has another beat.
    const { rowCount } = await tx.execute(
      sql`delete from ${dialNodes} where node_name = ${nodeName} and beat = ${beat}`,
    );
    if (rowCount === 1) await tx.delete(dialReservations).where(eq(dialReservations.nodeName, nodeName));
  });

export interface DialUsage {
  readonly callsToday: number;
  readonly minutesToday: number;
  readonly concurrent: number;
}

export async function getDialUsage(db: Db): Promise<DialUsage> {
  const { rows } = await db.execute<{ calls: number | null; ms: string | null; concurrent: string }>(sql`
    select (select count(*) from ${dialReservations}) as concurrent, d.calls, d.ms
    from (select (clock_timestamp() at time zone 'utc')::date as day) today left join ${dialDays} d on d.day = today.day`);
  const [row] = rows;
  return {
    callsToday: row?.calls ?? 0,
    minutesToday: Math.floor(Number(row?.ms ?? 0) / 6_000) / 10,
    concurrent: Number(row?.concurrent ?? 0),
  };
}

/** Forgets how often numbers were called on days long past. */
export const forgetDialDays = async (db: Db, before: Date): Promise<void> => {
  const day = before.toISOString().slice(0, 10);
  await db.delete(dialNumberDays).where(lt(dialNumberDays.day, day));
};
