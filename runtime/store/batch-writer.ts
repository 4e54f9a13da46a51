import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { isAway, sqlState } from './store-error.ts';

export interface BatchLog {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface BatchWriterOptions {
  readonly pool: pg.Pool;
  /** Name of the prepared statement, and of the writer in the log. */
  readonly name: string;
  /** Takes one parameter: a JSON array of rows. Must give the same result when it runs again. */
  readonly statement: string;
  readonly log: BatchLog;
  /** How long a row waits for others (50). */
  readonly flushMs?: number;
  /** The least time between two batches (1,000). */
  readonly everyMs?: number;
  /** What the queue may hold while Postgres is away. */
  readonly maxBytes?: number;
}

interface Row {
  readonly json: string;
  /** May be dropped first when the queue is full, for a later row holds all of it. */
  readonly preliminary: boolean;
  /** Told once what became of the row: committed, or dropped. */
  readonly settled?: ((committed: boolean) => void) | undefined;
}

const BATCH_ROWS = 200;
const BATCH_BYTES = 4_000_000;
const RETRY_FIRST_MS = 100;
const RETRY_MOST_MS = 5_000;

/**
 * Writes rows to Postgres in batches, behind the back of the calls: `write` never waits and never throws.
 *
 * While Postgres is away rows stay queued and are tried again. The queue holds one row a key, so a newer one replaces
 * an older one; when it is full, preliminary rows go first, then the oldest. A row that Postgres refuses is dropped and
 * logged; it doesn't hold up the others.
 *
 * One statement with one JSON parameter, prepared under a name and sent by `pg` itself: per row this costs Node only
 * the `JSON.stringify`. drizzle would build SQL with a parameter for every column of every row.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions;
  readonly #maxBytes: number;
  readonly #queue = new Map<string, Row>();
  #bytes = 0;
  #inFlight = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #retryMs = 0;
  #flushedMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? 64_000_000;
  }

  /** Rows that are not known to be written. */
  get pending(): number {
    return this.#queue.size + this.#inFlight;
  }

  /** Rows that were lost since the start: refused by Postgres, or pushed out of the full queue. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Queues a row, given as JSON text. */
  write(key: string, json: string, preliminary = false, settled?: Row['settled']): void {
    this.#put(key, { json, preliminary, settled });
    this.#makeRoom();
    if (!this.#flushing) this.#schedule();
  }

  /** Writes all that is queued; resolves when that was tried once, whatever came of it. */
  async flush(): Promise<void> {
    await this.#drain(() => this.#queue.size > 0);
  }

  /** Goes on trying to write what is queued for `timeoutMs`, then gives up; tells how many rows were left. */
  async close(timeoutMs = 5_000): Promise<number> {
    const deadline = Date.now() + timeoutMs;
    while (this.pending > 0 && Date.now() < deadline) {
      // A query may take longer than there is time.
      await Promise.race([this.flush(), sleep(deadline - Date.now(), undefined, { ref: false })]);
      if (this.pending > 0) await sleep(50);
    }
    this.#closed = true;
    clearTimeout(this.#timer);
    return this.pending;
  }

  #put(key: string, row: Row): void {
    const older = this.#queue.get(key);
    if (older) {
      this.#bytes -= older.json.length;
      this.#queue.delete(key);
    }
    this.#queue.set(key, row);
    this.#bytes += row.json.length;
  }

  #makeRoom(): void {
    if (this.#bytes <= this.#maxBytes) return;
    for (const preliminary of [true, false])
      for (const [key, row] of this.#queue) {
        if (this.#bytes <= this.#maxBytes) return;
        if (row.preliminary !== preliminary) continue;
        this.#queue.delete(key);
        this.#bytes -= row.json.length;
        if (!preliminary) this.#drop(key, row, 'The queue is full; a row was dropped.');
      }
  }

  #drop(key: string, row: Row, message: string, error?: unknown): void {
    this.#dropped += 1;
    row.settled?.(false);
    this.#options.log.error({ writer: this.#options.name, key, dropped: this.#dropped, err: error }, message);
  }

  /**
   * A lone row is written soon. In a stream of them a batch a second is enough: a query costs Node about half a
   * millisecond however few its rows are, which is a third of what a whole short call costs it.
   */
  #schedule(): void {
    if (this.#closed || this.#timer) return;
    const { flushMs = 50, everyMs = 1_000 } = this.#options;
    const delayMs = this.#retryMs || Math.max(flushMs, this.#flushedMs + everyMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What came meanwhile waits for its own time, unless it is a whole batch.
      const full = () => this.#queue.size >= BATCH_ROWS || this.#bytes > BATCH_BYTES;
      void this.#drain(full).then(() => {
        if (this.#queue.size > 0) this.#schedule();
      });
    }, delayMs);
    this.#timer.unref();
  }

  /** Sends a batch, and more as long as `goOn` says so and Postgres takes them. */
  async #drain(goOn: () => boolean): Promise<void> {
    while (this.#flushing) await this.#flushing;
    while (this.#queue.size > 0 && !this.#flushing) {
      this.#flushing = this.#flushOnce().finally(() => {
        this.#flushing = undefined;
      });
      await this.#flushing;
      if (this.#retryMs > 0 || !goOn()) break;
    }
  }

  /** Takes rows off the queue, and puts back those that could not be written and have no newer row by then. */
  async #flushOnce(): Promise<void> {
    const rows: [string, Row][] = [];
    let bytes = 0;
    for (const entry of this.#queue) {
      if (rows.length >= BATCH_ROWS || (rows.length > 0 && bytes + entry[1].json.length > BATCH_BYTES)) break;
      rows.push(entry);
      bytes += entry[1].json.length;
    }
    for (const [key] of rows) this.#queue.delete(key);
    this.#bytes -= bytes;
    this.#inFlight = rows.length;
    this.#flushedMs = performance.now();
    const failed = await this.#send(rows);
    this.#inFlight = 0;
    for (const [key, row] of failed) if (!this.#queue.has(key)) this.#put(key, row);
    this.#makeRoom();
  }

  /** Gives back the rows to try again later. */
  async #send(rows: [string, Row][]): Promise<[string, Row][]> {
    const { pool, name, statement: text, log } = this.#options;
    try {
      await pool.query({ name, text, values: [`[${rows.map(([, row]) => row.json).join(',')}]`] });
      this.#retryMs = 0;
      for (const [, row] of rows) row.settled?.(true);
      return [];
    } catch (error) {
      // 22 and 23: the data itself is refused. Alone, that is the row's fault; in a batch one row spoils the others.
      const refused = /^2[23]/.test(sqlState(error) ?? '');
      if (refused && rows.length > 1) {
        const left: [string, Row][] = [];
        for (const row of rows) left.push(...(await this.#send([row])));
        return left;
      }
      if (refused) {
        for (const [key, row] of rows) this.#drop(key, row, 'Postgres refused a row; it was dropped.', error);
        return [];
      }
      this.#retryMs = Math.min(RETRY_MOST_MS, Math.max(RETRY_FIRST_MS, this.#retryMs * 2));
      const level = isAway(error) ? 'warn' : 'error';
      log[level](
        { writer: name, rows: this.#queue.size + rows.length, err: error },
        'Rows could not be written; they wait.',
      );
      return rows;
    }
  }
}
