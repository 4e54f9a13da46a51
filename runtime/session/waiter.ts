import type { Clock } from './clock.ts';

export type Woken = 'key' | 'finished' | 'time' | 'gone';

/**
 * The one thing a call waits for: a key, the end of a playback or recording, time, or the end of the leg. A call has one
 * foreground operation, so one waiter is enough.
 */
export class Waiter {
  readonly #clock: Clock;
  #wake: ((by: Woken) => void) | undefined;
  #target: string | undefined;
  #gone = false;
  /** Ends that came before anybody waited for them. */
  #finished: Set<string> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Waits for the end of `target` (if given), a key (if `keys`), `ms`, or the end of the leg (unless `gone` is false),
   * whichever is first.
   */
  wait({
    target,
    keys,
    ms,
    gone = true,
  }: {
    target?: string;
    keys: boolean;
    ms: number;
    gone?: boolean;
  }): Promise<Woken> {
    if (target !== undefined && this.#finished?.delete(target)) return Promise.resolve('finished');
    if (this.#gone && gone) return Promise.resolve('gone');
    return new Promise((resolve) => {
      const wake = (by: Woken) => {
        if ((by === 'key' && !keys) || (by === 'gone' && !gone)) return;
        // A step that was left behind may still wait while the next one does: neither wakes the other.
        if (this.#wake === wake) this.#wake = undefined;
        cancel();
        resolve(by);
      };
      const cancel = this.#clock.after(ms, () => wake('time'));
      this.#target = target;
      this.#wake = wake;
    });
  }

  /** Ends what is waited for as if the leg were gone: its step was left behind. */
  abandon(): void {
    this.#wake?.('gone');
    this.#wake = undefined;
  }

  key(): void {
    this.#wake?.('key');
  }

  finished(id: string): void {
    if (this.#wake !== undefined && this.#target === id) this.#wake('finished');
    else {
      this.#finished ??= new Set();
      this.#finished.add(id);
    }
  }

  /** Nobody waits for this any more. */
  forget(id: string): void {
    this.#finished?.delete(id);
  }

  gone(): void {
    this.#gone = true;
    this.#wake?.('gone');
  }
}
