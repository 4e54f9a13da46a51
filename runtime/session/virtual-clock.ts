import type { Cancel, Clock } from './clock.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock that jumps from timer to timer: simulated minutes take milliseconds. It moves only in `advance`, which the
 * simulator calls when every running step is blocked in an operation of its context.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): Cancel {
    const timer = { atMs: this.#nowMs + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** When the next timer is due. */
  get nextMs(): number | undefined {
    return this.#next()?.atMs;
  }

  /** Fires the next timer. False when there is none. */
  advance(): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    this.#timers.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.run();
    return true;
  }

  /** Lets time pass in which nothing happens: no further than to the next timer, and never back. */
  moveTo(ms: number): void {
    this.#nowMs = Math.max(this.#nowMs, Math.floor(Math.min(ms, this.nextMs ?? ms)));
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (next === undefined || timer.atMs < next.atMs || (timer.atMs === next.atMs && timer.order < next.order))
        next = timer;
    }
    return next;
  }
}
