import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailed } from '#runtime/flow/call';
import type { Hours, HoursNow } from '#runtime/flow/hours';
import { hoursAt } from './resolved-hours.ts';

/** How long a call waits for a database that may be away before it takes what was last known. */
const PATIENCE_MS = 1_000;

/**
 * The shared opening hours as calls read them: at the moment a step runs, so that a change acts at once. What was last
 * read stays in use while the database is away.
 */
export class HoursBook {
  readonly #read: () => Promise<readonly Hours[]>;
  #reading: Promise<void> | undefined;
  #known: ReadonlyMap<string, Hours> | undefined;

  constructor(read: () => Promise<readonly Hours[]>) {
    this.#read = read;
  }

  /** Something was changed: it is read again, by now or by the next call. */
  forget(): void {
    this.#reading = undefined;
    this.#refresh().catch(() => {});
  }

  /** @throws StepFailed `hours-unknown` */
  async at(id: string, atMs: number): Promise<HoursNow> {
    const refreshed = this.#refresh();
    if (this.#known === undefined) await refreshed;
    else await Promise.race([refreshed.catch(() => {}), sleep(PATIENCE_MS, undefined, { ref: false })]);
    const hours = this.#known?.get(id);
    if (hours === undefined) throw new StepFailed('hours-unknown', `There are no opening hours '${id}'.`);
    return hoursAt(hours, atMs);
  }

  #refresh(): Promise<void> {
    if (this.#reading !== undefined) return this.#reading;
    const reading = this.#read().then(
      (all) => {
        // A read that began before the latest change must not replace what was read after it.
        if (this.#reading === reading) this.#known = new Map(all.map((hours) => [hours.id, hours]));
      },
      (error: unknown) => {
        if (this.#reading === reading) this.#reading = undefined;
        throw error;
      },
    );
    this.#reading = reading;
    return reading;
  }
}
