import { sql } from 'drizzle-orm';
import { type CallRow, calls } from './calls.ts';
import type { Db } from './database.ts';

/** Calls of one day, one flow and one kind of end. */
export interface CallCount {
  /** As `2027-03-01`, in the zone that was asked for. */
  readonly date: string;
  readonly flowId: string;
  readonly end: CallRow['endBy'];
  readonly calls: number;
  readonly answered: number;
  readonly durationMs: number;
}

/** Counts calls that have begun since the midnight that was `days` - 1 days ago in `zone`; tests are left out. */
export async function countCalls(db: Db, days: number, zone: string, now: Date): Promise<CallCount[]> {
  const local = sql`(${calls.startedAt} at time zone ${zone})`;
  const today = sql`date_trunc('day', ${now.toISOString()}::timestamptz at time zone ${zone})`;
  const { rows } = await db.execute<Record<keyof CallCount, never>>(sql`
    select to_char(day, 'YYYY-MM-DD') as date, flow_id as "flowId", end_by as "end", count(*)::int as calls,
           count(answered_at)::int as answered,
           coalesce(sum(extract(epoch from ended_at - started_at) * 1000), 0)::float8 as "durationMs"
    from (
      select date_trunc('day', ${local}) as day, flow_id, end_by, started_at, answered_at, ended_at
      from ${calls}
      where not test and started_at >= (${today} - make_interval(days => ${days - 1}::int)) at time zone ${zone}
    ) as counted
    group by day, flow_id, end_by`);
  return rows;
}
