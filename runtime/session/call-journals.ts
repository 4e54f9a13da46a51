import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CallEvent } from '#runtime/flow/record';
import type { Journal } from './journal.ts';

/** A segment of the journal is closed at this size; it goes when none of its calls is open any more. */
const SEGMENT_BYTES = 8_000_000;
const NAME = /^calls-(\d+)\.ndjson$/;

/** Beside the events: the call is kept elsewhere now. */
interface KeptLine {
  readonly kept: string;
}

interface Segment {
  readonly path: string;
  /** Ids of calls with a line in it that are not kept elsewhere yet. */
  readonly open: Set<string>;
}

/** What the journal of one call does in that of all calls. */
interface Shared {
  write(callId: string, line: string): void;
  flush(): void;
  flushSoon(): void;
  keep(callId: string): void;
}

/** A call's own journal. */
export class CallJournal implements Journal {
  readonly #shared: Shared;
  readonly #callId: string;
  readonly #events: CallEvent[];

  constructor(shared: Shared, callId: string, events: CallEvent[]) {
    this.#shared = shared;
    this.#callId = callId;
    this.#events = events;
  }

  append(event: CallEvent): void {
    this.#events.push(event);
    this.#shared.write(this.#callId, JSON.stringify(event));
  }
  events(): readonly CallEvent[] {
    return this.#events;
  }
  flush(): void {
    this.#shared.flush();
  }
  flushSoon(): void {
    this.#shared.flushSoon();
  }
  /** The record is safe elsewhere: a later start shall not find the call. */
  keep(): void {
    this.#shared.keep(this.#callId);
  }
}

/**
 * The journal of all calls on this machine: one file that is only appended to, one event a line. It belongs to the
 * machine whose Asterisk holds the calls, for only that one can go on with them.
 *
 * `flush` hands the lines of all calls to the operating system in one write. It keeps them when the process dies, and is
 * not waited for until they are on the disk, since what takes the disk away takes Asterisk and the calls with it.
 */
export class CallJournals implements Shared {
  readonly #folder: string;
  readonly #onError: (error: Error) => void;
  readonly #old: Segment[] = [];
  readonly #left = new Map<string, CallEvent[]>();
  #number = 0;
  #segment: Segment = { path: '', open: new Set() };
  #file: number | undefined;
  #written = 0;
  #unwritten = '';
  #flushing = false;

  /** `onError` hears of a disk that can't be written; calls go on without a journal meanwhile. */
  constructor(folder: string, onError: (error: Error) => void) {
    this.#folder = folder;
    this.#onError = onError;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#recover();
    this.#open();
  }

  /** Calls that a dead runtime left, and nobody has taken up yet. */
  get left(): ReadonlyMap<string, readonly CallEvent[]> {
    return this.#left;
  }

  /** Ids of all calls that are not kept elsewhere yet. */
  get open(): readonly string[] {
    return [...new Set([this.#segment, ...this.#old].flatMap(({ open }) => [...open]))];
  }

  create(callId: string): CallJournal {
    return new CallJournal(this, callId, []);
  }

  /** Goes on with a call that is `left`. */
  takeUp(callId: string): CallJournal {
    const events = this.#left.get(callId) ?? [];
    this.#left.delete(callId);
    return new CallJournal(this, callId, events);
  }

  close(): void {
    this.flush();
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  write(callId: string, line: string): void {
    this.#unwritten += `${line}\n`;
    this.#segment.open.add(callId);
  }

  flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      this.flush();
    });
  }

  flush(): void {
    if (this.#unwritten === '' || this.#file === undefined) return;
    const bytes = Buffer.from(this.#unwritten);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#file, bytes, done);
    } catch (error) {
      this.#onError(error as Error);
    }
    // What is not written is kept for the next try: the disk may have room again.
    this.#unwritten = done === bytes.length ? '' : bytes.subarray(done).toString();
    this.#written += done;
    if (this.#written >= SEGMENT_BYTES && this.#unwritten === '') this.#open();
  }

  keep(callId: string): void {
    this.#unwritten += `${JSON.stringify({ kept: callId } satisfies KeptLine)}\n`;
    for (const segment of [this.#segment, ...this.#old]) segment.open.delete(callId);
    for (const segment of this.#old.filter(({ open }) => open.size === 0)) {
      this.flush();
      this.#old.splice(this.#old.indexOf(segment), 1);
      this.#remove(segment);
    }
  }

  /** Begins a new segment; the one before stays while it holds lines of open calls. */
  #open(): void {
    if (this.#file !== undefined) {
      closeSync(this.#file);
      if (this.#segment.open.size === 0) this.#remove(this.#segment);
      else this.#old.push(this.#segment);
    }
    this.#number += 1;
    this.#segment = { path: join(this.#folder, `calls-${this.#number}.ndjson`), open: new Set() };
    this.#written = 0;
    try {
      this.#file = openSync(this.#segment.path, 'ax', 0o600);
    } catch (error) {
      this.#file = undefined;
      this.#onError(error as Error);
    }
  }

  #remove({ path }: Segment): void {
    try {
      unlinkSync(path);
    } catch (error) {
      this.#onError(error as Error);
    }
  }

  #recover(): void {
    const numbers = readdirSync(this.#folder)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .map(Number);
    for (const number of numbers.sort((a, b) => a - b)) {
      const segment = { path: join(this.#folder, `calls-${number}.ndjson`), open: new Set<string>() };
      for (const line of linesOf(segment.path)) {
        if ('kept' in line) {
          this.#left.delete(line.kept);
          for (const older of [...this.#old, segment]) older.open.delete(line.kept);
        } else {
          const events = this.#left.get(line.callId) ?? [];
          events.push(line);
          this.#left.set(line.callId, events);
          segment.open.add(line.callId);
        }
      }
      this.#old.push(segment);
      this.#number = number;
    }
    for (const segment of this.#old.filter(({ open }) => open.size === 0)) {
      this.#old.splice(this.#old.indexOf(segment), 1);
      this.#remove(segment);
    }
  }
}

/** All lines that are whole: a kill may cut the last one. */
function linesOf(path: string): (CallEvent | KeptLine)[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line === '') return [];
      try {
        return [JSON.parse(line) as CallEvent | KeptLine];
      } catch {
        return [];
      }
    });
}
