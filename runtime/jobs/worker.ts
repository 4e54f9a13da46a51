import { setTimeout as sleep } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import { GiveUp, type JobKind } from './job.ts';

type Fetched = PgBoss.JobWithMetadata<never>;

/** What a worker does to the stored jobs. */
export interface WorkerStore {
  /** The next job that is due, now ours; undefined when there is none, or Postgres is away. */
  fetch(name: string): Promise<Fetched | undefined>;
  complete(name: string, id: string): Promise<void>;
  fail(name: string, id: string, error: Error, forGood: boolean): Promise<void>;
  readonly onError: (error: unknown, message: string, fields: Record<string, unknown>) => void;
}

const POLL_MS = 2_000;
const REPORT_AGAIN_MS = 1_000;

/**
 * Runs the jobs of one kind, one after the other. pg-boss has workers too, but theirs do not wait for the report of an
 * outcome: lost with its connection, it would be an unhandled rejection, and end the process with all its calls.
 */
export class Worker {
  readonly #kind: JobKind;
  readonly #store: WorkerStore;
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #wake: AbortController | undefined;
  #woken = false;

  constructor(kind: JobKind, store: WorkerStore) {
    this.#kind = kind;
    this.#store = store;
    this.#done = this.#loop();
  }

  /** There may be a job. */
  wake(): void {
    this.#woken = true;
    this.#wake?.abort();
  }

  /** Begins no new job; gives the one under way `graceMs`, then aborts it. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.wake();
    const late = setTimeout(() => this.#stopping.abort(), graceMs);
    await Promise.race([this.#done, sleep(graceMs + 1_000, undefined, { ref: false })]);
    clearTimeout(late);
  }
  #stopped = false;

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      const job = await this.#store.fetch(this.#kind.name).catch(() => undefined);
      if (job !== undefined) await this.#work(job);
      else if (!this.#woken) await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    this.#wake = new AbortController();
    await sleep(POLL_MS, undefined, { signal: this.#wake.signal, ref: false }).catch(() => {});
    this.#wake = undefined;
  }

  async #work(job: Fetched): Promise<void> {
    const { name } = this.#kind;
    const failed = await this.#attempt(job);
    if (failed === undefined) return this.#report(() => this.#store.complete(name, job.id));
    const forGood = failed instanceof GiveUp || job.retryCount >= job.retryLimit;
    const fields = { job: name, jobId: job.id, attempt: job.retryCount + 1, forGood };
    this.#store.onError(failed, forGood ? 'A job failed for good.' : 'A job failed; it is tried again.', fields);
    if (forGood) await this.#gaveUp(job, failed);
    await this.#report(() => this.#store.fail(name, job.id, failed, forGood));
  }

  async #attempt(job: Fetched): Promise<Error | undefined> {
    const { data, timeoutMs, run } = this.#kind;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(timeoutMs)]);
    const attempt = { id: job.id, attempt: job.retryCount + 1, signal };
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = () => reject(new Error(this.#stopped ? 'Patchcord stopped.' : `It took longer than ${timeoutMs} ms.`));
      signal.addEventListener('abort', cancel, { once: true });
    });
    try {
      const checked = data.safeParse(job.data ?? {});
      if (!checked.success) throw new GiveUp('job-invalid', 'Its data is not of this version of Patchcord.');
      await Promise.race([run.call(this.#kind, checked.data as never, attempt), late]);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async #gaveUp(job: Fetched, error: Error): Promise<void> {
    await this.#kind.gaveUp?.(job.data, error).catch((failed) => {
      this.#store.onError(failed, 'What follows a failed job failed too.', { job: job.name, jobId: job.id });
    });
  }

  /** Until Postgres has heard of it the job would count as under way, and be done a second time. */
  async #report(send: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#store.onError(error, 'The outcome of a job could not be stored; it is tried again.', {
          job: this.#kind.name,
        });
        await sleep(REPORT_AGAIN_MS, undefined, { ref: false });
      }
    }
  }
}
