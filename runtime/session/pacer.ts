import type { VirtualClock } from './virtual-clock.ts';

export interface PacerOptions {
  readonly clock: VirtualClock;
  /** Time stands still: something that is not time is waited for. */
  readonly isFrozen: () => boolean;
  readonly isOver: () => boolean;
  /** Everything that could happen by now has happened. */
  readonly onSettled: () => void;
  readonly speed?: number;
  readonly paused?: boolean;
}

/**
 * Lets virtual time run as fast as real time, times a factor: between two timers of the clock it only waits. What comes
 * from outside is done in between, by `act`.
 */
export class Pacer {
  readonly #options: PacerOptions;
  #speed: number;
  #paused: boolean;
  /** Virtual time may go on up to here. */
  #reachedMs: number;
  #countedAt = performance.now();
  /** Whether virtual time has gone on since it was last counted. */
  #flows = false;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;

  constructor(options: PacerOptions) {
    this.#options = options;
    this.#speed = options.speed ?? 1;
    this.#paused = options.paused ?? false;
    this.#reachedMs = options.clock.now();
  }

  /** Something happens now, besides the clock's own timers. */
  act(happen: () => void = () => {}): void {
    const { clock } = this.#options;
    this.#count();
    if (!this.#running) clock.moveTo(this.#reachedMs);
    happen();
    this.#wake();
  }

  pause(): void {
    this.#count();
    this.#paused = true;
    this.#wake();
  }

  resume(): void {
    this.#count();
    this.#paused = false;
    this.#wake();
  }

  setSpeed(factor: number): void {
    this.#count();
    this.#speed = factor;
    this.#wake();
  }

  /** Jumps ahead, but not over a moment at which time stands still. */
  advance(ms: number): void {
    this.#count();
    this.#reachedMs += ms;
    this.#wake();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Adds the real time that has passed. */
  #count(): void {
    const now = performance.now();
    if (this.#flows) this.#reachedMs += (now - this.#countedAt) * this.#speed;
    this.#countedAt = now;
  }

  #wake(): void {
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    const { clock, isFrozen, isOver, onSettled } = this.#options;
    this.#running = true;
    clearTimeout(this.#timer);
    do {
      this.#again = false;
      for (;;) {
        // All that is not time runs to its end first: then every step is blocked in an operation of its context.
        await new Promise((resolve) => setImmediate(resolve));
        if (isOver()) break;
        if (isFrozen()) {
          this.#reachedMs = clock.now();
          break;
        }
        const { nextMs } = clock;
        if (nextMs === undefined || nextMs > this.#reachedMs) break;
        clock.advance();
      }
    } while (this.#again);
    this.#running = false;
    if (!isOver() && !isFrozen()) clock.moveTo(this.#reachedMs);
    onSettled();
    this.#schedule();
  }

  #schedule(): void {
    const { clock, isFrozen, isOver } = this.#options;
    const { nextMs } = clock;
    this.#count();
    this.#flows = !this.#paused && !isFrozen() && !isOver();
    if (nextMs === undefined || !this.#flows) return;
    const realMs = (nextMs - this.#reachedMs) / this.#speed;
    // A day at most is ahead; a timer takes 24 days.
    this.#timer = setTimeout(() => this.act(), Math.max(1, Math.ceil(realMs)));
  }
}
