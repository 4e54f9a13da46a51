import * as z from 'zod';
import { defineJob, type JobKind } from '#runtime/jobs/job';
import type { Db } from '#runtime/store/database';
import { binnedBefore, deleteForever } from '#runtime/store/flow-life';
import { deleteRecordings, outlivedRecordings } from '#runtime/store/recording-retention';
import type { RecordingRow } from '#runtime/store/recordings';
import { purgeRefusedCalls } from '#runtime/store/refused-calls';
import { deleteSipTracesBefore } from '#runtime/store/sip-traces';

const DAY_MS = 86_400_000;
/** How long a flow stays in the bin. */
export const BIN_DAYS = 30;
const BATCH = 200;

export interface PurgeParts {
  readonly db: Db;
  readonly nodeName: string;
  /** Ids of the flows that calls are running on. */
  readonly flowsInCalls: () => readonly string[];
  readonly removeFile: (recording: RecordingRow) => Promise<void>;
  readonly now?: () => number;
}

/** Empties the bin of what was put there over 30 days ago; gives the ids of what is gone. */
export async function purgeBin({ db, flowsInCalls, now = Date.now }: PurgeParts): Promise<string[]> {
  const ids = await binnedBefore(db, new Date(now() - BIN_DAYS * DAY_MS), flowsInCalls());
  for (const id of ids) await deleteForever(db, id);
  return ids;
}

/** Deletes the audio of calls whose time is over, files first: a file that stays is still named, and tried again. */
export async function purgeRecordings(parts: PurgeParts, signal?: AbortSignal): Promise<number> {
  const { db, nodeName, removeFile, now = Date.now } = parts;
  for (let gone = 0; ; ) {
    const rows = await outlivedRecordings(db, nodeName, new Date(now()), BATCH);
    for (const row of rows) await removeFile(row);
    await deleteRecordings(
      db,
      rows.map((row) => row.id),
    );
    gone += rows.length;
    if (rows.length < BATCH || signal?.aborted) return gone;
  }
}

/** How long SIP messages of calls are kept, and calls that reached no flow. */
export const TRACE_DAYS = 30;

export async function purgeTraces({ db, now = Date.now }: Pick<PurgeParts, 'db' | 'now'>): Promise<void> {
  const before = new Date(now() - TRACE_DAYS * DAY_MS);
  await deleteSipTracesBefore(db, before);
  await purgeRefusedCalls(db, before);
}

const daily = { data: z.strictObject({}), retries: { limit: 5, firstMs: 60_000 }, timeoutMs: 3_600_000 };

/** What is removed by itself, every night. Audio lies with the node that recorded it, so each node has a job of its own. */
export const purgeJobs = (parts: PurgeParts): readonly JobKind[] => [
  defineJob({
    ...daily,
    name: 'flows.purge',
    every: { ms: DAY_MS, offsetMs: 2 * 3_600_000 },
    run: async () => void (await purgeBin(parts)),
  }),
  defineJob({
    ...daily,
    name: 'traces.purge',
    every: { ms: DAY_MS, offsetMs: 2.25 * 3_600_000 },
    run: () => purgeTraces(parts),
  }),
  defineJob({
    ...daily,
    name: `recordings.purge.${parts.nodeName}`,
    every: { ms: DAY_MS, offsetMs: 2.5 * 3_600_000 },
    run: async (_data, { signal }) => void (await purgeRecordings(parts, signal)),
  }),
];
