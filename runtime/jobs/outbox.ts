import type { AskedJob } from './asked-job.ts';

export interface OutboxOptions {
  /** Stores jobs, all or none; a second time does nothing. */
  readonly insert: (jobs: readonly AskedJob[]) => Promise<void>;
  /** Whether the same may work later. */
  readonly isAway: (error: unknown) => boolean;
  readonly onError: (error: unknown, message: string) => void;
  readonly onStored: (jobs: readonly AskedJob[]) => void;
}

interface Waiting {
  readonly job: AskedJob;
  readonly stored: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const BATCH = 100;
const RETRY_FIRST_MS = 100;
const RETRY_MOST_MS = 5_000;

/**
 * Jobs on their way to Postgres. While it is away they wait here, and the journal of the call that asked is kept until
 * they have arrived: so a process that dies meanwhile loses none.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #sending = false;
  #retryMs = 0;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Settles when the job is stored; rejects when Postgres refuses it. */
  put(job: AskedJob): Promise<void> {
    const id = `${job.name}\n${job.key}`;
    const before = this.#waiting.get(id);
    if (before !== undefined) return before.stored;
    const { promise, resolve, reject } = withResolvers();
    // Who does not wait for it has heard of it by the log.
    promise.catch(() => {});
    this.#waiting.set(id, { job, stored: promise, resolve, reject });
    this.#schedule(0);
    return promise;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(delayMs: number): void {
    if (this.#closed || this.#sending || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, delayMs);
  }

  async #send(): Promise<void> {
    this.#sending = true;
    const batch = [...this.#waiting].slice(0, BATCH);
    const failed = await this.#insert(batch.map(([, { job }]) => job));
    if (failed === undefined) this.#stored(batch);
    else if (!this.#options.isAway(failed)) for (const one of batch) await this.#alone(one);
    this.#retryMs = failed === undefined ? 0 : Math.min(RETRY_MOST_MS, Math.max(RETRY_FIRST_MS, this.#retryMs * 2));
    this.#sending = false;
    if (this.#waiting.size > 0) this.#schedule(this.#retryMs);
  }

  /** One job may spoil the others of its batch. */
  async #alone(entry: [string, Waiting]): Promise<void> {
    const failed = await this.#insert([entry[1].job]);
    if (failed === undefined) return this.#stored([entry]);
    if (this.#options.isAway(failed)) return;
    this.#waiting.delete(entry[0]);
    this.#options.onError(failed, `Postgres refused the job '${entry[1].job.name}'.`);
    entry[1].reject(failed);
  }

  async #insert(jobs: readonly AskedJob[]): Promise<unknown> {
    try {
      await this.#options.insert(jobs);
      return undefined;
    } catch (error) {
      if (this.#options.isAway(error)) this.#options.onError(error, 'Jobs could not be stored; they wait.');
      return error;
    }
  }

  #stored(entries: readonly [string, Waiting][]): void {
    for (const [id, { resolve }] of entries) {
      this.#waiting.delete(id);
      resolve();
    }
    this.#options.onStored(entries.map(([, { job }]) => job));
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
