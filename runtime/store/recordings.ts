import { asc, eq } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

/** Audio that a call made. The bytes lie with the node that recorded them, under an opaque key. */
export const recordings = pgTable(
  'recordings',
  {
    id: text('id').primaryKey(),
    callId: text('call_id').notNull(),
    kind: text('kind', { enum: ['call', 'step'] }).notNull(),
    /** Node of the flow whose step recorded it. */
    nodeId: text('node_id'),
    /** The Patchcord node that has the file, and the file's key there: never a path. */
    nodeName: text('node_name').notNull(),
    fileKey: text('file_key').notNull(),
    mediaType: text('media_type').notNull(),
    durationMs: integer('duration_ms').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    /** False when the file holds less than was recorded, as on a full disk. */
    complete: boolean('complete').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('recordings_call').on(table.callId)],
);
export type RecordingRow = typeof recordings.$inferSelect;
export type NewRecording = Omit<RecordingRow, 'createdAt'>;

export const recordingsOf = (db: Db, callId: string): Promise<RecordingRow[]> =>
  db.select().from(recordings).where(eq(recordings.callId, callId)).orderBy(asc(recordings.createdAt), recordings.id);

export async function getRecording(db: Db, id: string): Promise<RecordingRow | undefined> {
  const [row] = await db.select().from(recordings).where(eq(recordings.id, id));
  return row;
}
