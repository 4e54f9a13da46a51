import type pg from 'pg';
import PgBoss from 'pg-boss';
import { isAway } from '#runtime/store/store-error';
import { type AskedJob, checkJob, jobId } from './asked-job.ts';
import type { FailedJob } from './failed-jobs.ts';
import { deleteFailedJob, listFailedJobs, retryFailedJob } from './failed-jobs.ts';
import type { JobKind } from './job.ts';
import { Outbox } from './outbox.ts';
import { dueSlots } from './schedule.ts';
import { Worker, type WorkerStore } from './worker.ts';

/** How long a job that is over is known by its key: asked for again within this time, it is not done twice. */
const KEPT_DAYS = 30;
const SCHEDULE_MS = 30_000;
/** What a worker may need beyond the job's own time before another takes the job for abandoned. */
const ABANDONED_MS = 60_000;

export interface JobsLog {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface JobsOptions {
  readonly pool: pg.Pool;
  readonly kinds: readonly JobKind[];
  readonly log: JobsLog;
  /** Milliseconds since the Unix epoch; the clock of jobs that run by themselves. */
  readonly now?: () => number;
}

/** Everything that happens later: durable jobs in Postgres, run by whichever node comes first. */
export interface Jobs {
  /** Throws JobRefused for a job that no kind here takes. */
  check(job: AskedJob): void;
  /** Settles when the job is stored, however long Postgres is away; rejects when it never can be. */
  ask(job: AskedJob): Promise<void>;
  /** Jobs that wait for Postgres. */
  readonly pending: number;
  failed(): Promise<FailedJob[]>;
  /** False when there is no such failed job. */
  retry(id: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /** Begins no job from now on; gives those under way `graceMs`, then aborts them. */
  stop(graceMs?: number): Promise<void>;
}

/** Makes pg-boss's tables if there are none, and begins to work. */
export async function startJobs({ pool, kinds, log, now = Date.now }: JobsOptions): Promise<Jobs> {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(pool, text, values) },
    // pg-boss's own clock does not survive a lost connection: see `schedule.ts`.
    schedule: false,
    archiveCompletedAfterSeconds: KEPT_DAYS * 86_400,
    archiveFailedAfterSeconds: KEPT_DAYS * 86_400,
    deleteAfterDays: 1,
  });
  boss.on('error', (err) => log.warn({ err }, 'The upkeep of jobs failed; it is tried again.'));
  await boss.start();
  for (const kind of kinds) await describeQueue(boss, kind);

  const workers = new Map<string, Worker[]>();
  const outbox = new Outbox({
    insert: async (jobs) => {
      await boss.insert(jobs.map(({ name, data, key }) => ({ id: jobId(name, key), name, data, singletonKey: key })));
    },
    isAway,
    onError: (err, message) => log[isAway(err) ? 'warn' : 'error']({ err }, message),
    onStored: (jobs) => {
      for (const name of new Set(jobs.map((job) => job.name)))
        for (const worker of workers.get(name) ?? []) worker.wake();
    },
  });
  const ask = (job: AskedJob): Promise<void> => {
    try {
      return outbox.put(checkJob(byName, job));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const store = storeOf(boss, pool, log);
  for (const kind of kinds)
    workers.set(
      kind.name,
      Array.from({ length: kind.concurrency ?? 1 }, () => new Worker(kind, store)),
    );
  const runDue = () => {
    for (const slot of dueSlots(kinds, now()))
      ask(slot).catch((err) => log.error({ err }, 'A regular job was refused.'));
  };
  runDue();
  const clock = setInterval(runDue, SCHEDULE_MS);
  clock.unref();
  return {
    check: (job) => void checkJob(byName, job),
    ask,
    get pending() {
      return outbox.size;
    },
    failed: () => listFailedJobs(pool, [...byName.keys()]),
    async retry(id) {
      const name = await retryFailedJob(pool, boss, id);
      for (const worker of workers.get(name ?? '') ?? []) worker.wake();
      return name !== undefined;
    },
    remove: (id) => deleteFailedJob(pool, id),
    async stop(graceMs = 5_000) {
      clearInterval(clock);
      outbox.close();
      await Promise.all([...workers.values()].flat().map((worker) => worker.stop(graceMs)));
      await boss.stop({ graceful: false });
    },
  };
}

/** Its transactions are several statements in one: after an error the connection would be left inside of one. */
async function execute(pool: pg.Pool, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const client = await pool.connect();
  let failed = true;
  try {
    const result = await client.query(text, values);
    failed = false;
    return result;
  } finally {
    client.release(failed);
  }
}

async function describeQueue(boss: PgBoss, { name, retries, timeoutMs }: JobKind): Promise<void> {
  const policy = {
    name,
    retryLimit: retries.limit,
    retryDelay: Math.max(1, Math.round(retries.firstMs / 1_000)),
    retryBackoff: true,
    expireInSeconds: Math.ceil((timeoutMs + ABANDONED_MS) / 1_000),
    retentionMinutes: KEPT_DAYS * 1_440,
  };
  await boss.createQueue(name, policy);
  await boss.updateQueue(name, policy);
}

function storeOf(boss: PgBoss, pool: pg.Pool, log: JobsLog): WorkerStore {
  return {
    fetch: async (name) => (await boss.fetch<never>(name, { includeMetadata: true, batchSize: 1 }))[0],
    complete: (name, id) => boss.complete(name, id),
    async fail(name, id, error, forGood) {
      if (forGood)
        await pool.query('update pgboss.job set retry_limit = retry_count where name = $1 and id = $2', [name, id]);
      const { code } = error as { code?: unknown };
      await boss.fail(name, id, {
        message: error.message.slice(0, 1_000),
        ...(typeof code === 'string' ? { code } : {}),
      });
    },
    onError: (err, message, fields) => log.warn({ ...fields, err }, message),
  };
}
