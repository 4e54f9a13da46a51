import { closeSync, fstatSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CallEvent } from '#runtime/flow/record';
import type { Journal } from './journal.ts';

const SUFFIX = '.ndjson';

/**
 * One file a live call, one event a line, written by the machine whose Asterisk holds the call: only that machine can go
 * on with it. `flush` hands the lines to the operating system, which keeps them when the process dies; it does not wait
 * for the disk, since what takes the disk away takes Asterisk and the call with it.
 */
export class FileJournal implements Journal {
  readonly #path: string;
  readonly #onError: (error: Error) => void;
  #file: number | undefined;
  #unwritten = '';

  private constructor(path: string, flags: string, onError: (error: Error) => void) {
    this.#path = path;
    this.#onError = onError;
    try {
      this.#file = openSync(path, flags, 0o600);
    } catch (error) {
      onError(error as Error);
    }
  }

  /** `onError` hears of a disk that can't be written; the call goes on without a journal. */
  static create(folder: string, callId: string, onError: (error: Error) => void): FileJournal {
    return new FileJournal(join(folder, `${callId}${SUFFIX}`), 'ax+', onError);
  }

  static reopen(folder: string, callId: string, onError: (error: Error) => void): FileJournal {
    const journal = new FileJournal(join(folder, `${callId}${SUFFIX}`), 'a+', onError);
    // A line that the kill cut short must not swallow the next one.
    journal.#unwritten = '\n';
    return journal;
  }

  /** Ids of the calls that a dead runtime left. */
  static left(folder: string): readonly string[] {
    return readdirSync(folder).flatMap((name) => (name.endsWith(SUFFIX) ? [name.slice(0, -SUFFIX.length)] : []));
  }

  append(event: CallEvent): void {
    this.#unwritten += `${JSON.stringify(event)}\n`;
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
    this.#unwritten = bytes.subarray(done).toString();
  }

  /** All lines that are whole: a kill may cut the last one. */
  events(): readonly CallEvent[] {
    this.flush();
    const text = this.#file === undefined ? '' : readFileSync(this.#path, 'utf8');
    return (text + this.#unwritten).split('\n').flatMap((line) => (line === '' ? [] : parsed(line)));
  }

  get bytes(): number {
    return this.#file === undefined ? 0 : fstatSync(this.#file).size;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** The call is kept elsewhere now. */
  remove(): void {
    this.close();
    try {
      unlinkSync(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#onError(error as Error);
    }
  }
}

function parsed(line: string): CallEvent[] {
  try {
    return [JSON.parse(line) as CallEvent];
  } catch {
    return [];
  }
}
