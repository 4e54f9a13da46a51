import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** Digests of what an object was made of, and of how Asterisk told it afterwards. */
export interface AppliedObject {
  readonly told: string;
  readonly held: string;
}

/**
 * What this node has put into its Asterisk. It outlives both processes, so that after a restart only what differs is
 * touched: an unchanged registration that the carrier refused is not tried again, for some lock accounts for that.
 */
export class AppliedMemory {
  readonly #file: string;
  #objects: Map<string, AppliedObject> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  async all(): Promise<Map<string, AppliedObject>> {
    this.#objects ??= await readFile(this.#file, 'utf8').then(
      (text) => new Map(Object.entries(JSON.parse(text) as Record<string, AppliedObject>)),
      () => new Map(),
    );
    return this.#objects;
  }

  async keep(): Promise<void> {
    const text = JSON.stringify(Object.fromEntries(this.#objects ?? []));
    await writeFile(`${this.#file}.new`, text, { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }
}

export const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
