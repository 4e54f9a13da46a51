import { setTimeout as sleep } from 'node:timers/promises';
import type { PhoneNumber } from '#asterisk-config/number';
import type { E164, TrunkId } from '#asterisk-config/sip-names';
import type { Trunk } from '#asterisk-config/trunk';

/** How long a call waits for a database that may be away before it takes what was last known. */
const PATIENCE_MS = 1_000;

/** All trunks and numbers at one moment. */
export interface TrunkPage {
  readonly trunks: ReadonlyMap<TrunkId, Trunk>;
  readonly numbers: ReadonlyMap<E164, PhoneNumber>;
}

/** What the book reads; the store, or a test's own. */
export interface TrunkBookSource {
  trunks(): Promise<readonly Trunk[]>;
  numbers(): Promise<readonly PhoneNumber[]>;
}

/**
 * Trunks and numbers as calls read them, in memory: asking it costs no query. What was last read stays in use while the
 * database is away.
 */
export class TrunkBook {
  readonly #source: TrunkBookSource;
  #reading: Promise<void> | undefined;
  #known: TrunkPage | undefined;

  constructor(source: TrunkBookSource) {
    this.#source = source;
  }

  /** Something was changed: it is read again, by now or by the next call. */
  forget(): void {
    this.#reading = undefined;
    this.#refresh().catch(() => {});
  }

  /** Rejects only where nothing was ever read. */
  async read(): Promise<TrunkPage> {
    const refreshed = this.#refresh();
    if (this.#known === undefined) await refreshed;
    else await Promise.race([refreshed.catch(() => {}), sleep(PATIENCE_MS, undefined, { ref: false })]);
    // A change that came in between has begun another read, whose failure must not take away what is known.
    return this.#known ?? this.read();
  }

  #refresh(): Promise<void> {
    if (this.#reading !== undefined) return this.#reading;
    const reading = Promise.all([this.#source.trunks(), this.#source.numbers()]).then(
      ([trunks, numbers]) => {
        // A read that began before the latest change must not replace what was read after it.
        if (this.#reading !== reading) return;
        this.#known = {
          trunks: new Map(trunks.map((trunk) => [trunk.id, trunk])),
          numbers: new Map(numbers.map((number) => [number.number, number])),
        };
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
