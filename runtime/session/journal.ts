import type { CallEvent } from '#runtime/flow/record';

/**
 * The events of one call, kept so that a killed runtime goes on where it was. An event survives the death of the process
 * after the next `flush`, which comes before every effect. Neither throws: a full disk must not end a call.
 */
export interface Journal {
  append(event: CallEvent): void;
  flush(): void;
  /** Flushes before long: for what no effect follows at once. */
  flushSoon(): void;
  /** Everything so far, in order. */
  events(): readonly CallEvent[];
}

/** For simulations and tests. */
export class MemoryJournal implements Journal {
  readonly #events: CallEvent[] = [];

  append(event: CallEvent): void {
    this.#events.push(event);
  }
  events(): readonly CallEvent[] {
    return this.#events;
  }
  flush(): void {}
  flushSoon(): void {}
}
