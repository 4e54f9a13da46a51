import { and, eq, inArray, sql } from 'drizzle-orm';
import { calls } from './calls.ts';
import type { Db } from './database.ts';
import { messages } from './messages.ts';
import { type RecordingRow, recordings } from './recordings.ts';

/** As in the schema of a flow; for calls of flows that were never published here. */
const USUAL_DAYS = 30;

/**
 * Recordings of this node that have outlived their flow's `recording.retentionDays`, oldest first. Of the revision that
 * the call ran on and the one that is current now, the shorter time counts: what a caller was promised still holds, and a
 * shorter time that is set today holds for what is there already. What is a message in a mailbox stays until somebody
 * deletes that.
 */
export function outlivedRecordings(db: Db, nodeName: string, now: Date, limit: number): Promise<RecordingRow[]> {
  const days = (condition: ReturnType<typeof sql>) => sql`(
    select (r.flow #>> '{recording,retentionDays}')::int from revisions r
    where r.flow_id = ${calls.flowId} and ${condition} order by r.number desc limit 1)`;
  // least() leaves nulls out.
  const kept = sql`coalesce(least(${days(sql`r.number = ${calls.revision}`)}, ${days(sql`true`)}), ${USUAL_DAYS}::int)`;
  const madeAt = sql`coalesce(${calls.startedAt}, ${recordings.createdAt})`;
  return db
    .select({ recording: recordings })
    .from(recordings)
    .leftJoin(calls, eq(calls.id, recordings.callId))
    .where(
      and(
        eq(recordings.nodeName, nodeName),
        sql`not exists (select from ${messages} where ${messages.id} = ${recordings.id})`,
        sql`${madeAt} < ${now.toISOString()}::timestamptz - make_interval(days => ${kept})`,
      ),
    )
    .orderBy(recordings.createdAt, recordings.id)
    .limit(limit)
    .then((rows) => rows.map((row) => row.recording));
}

export async function deleteRecordings(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.delete(recordings).where(inArray(recordings.id, [...ids]));
}
