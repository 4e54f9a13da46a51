import { AriUnavailable } from './ari-error.ts';

interface Waiter {
  readonly pass: () => void;
  readonly turnAway: (reason: AriUnavailable) => void;
}

/** Where requests wait for the connection: it lets all through when opened, and turns all away when it never will be. */
export class Gate {
  readonly #waiters = new Set<Waiter>();
  #isOpen = false;
  #never: AriUnavailable | undefined;

  open(): void {
    this.#isOpen = true;
    for (const waiter of this.#waiters) waiter.pass();
  }

  shut(): void {
    this.#isOpen = false;
  }

  /** From now on nobody passes. */
  lock(reason: AriUnavailable): void {
    this.#isOpen = false;
    this.#never ??= reason;
    for (const waiter of this.#waiters) waiter.turnAway(reason);
  }

  /** @throws AriUnavailable after `timeoutMs` (for ever if not given), when aborted, or when locked */
  wait({
    timeoutMs,
    signal,
  }: {
    timeoutMs?: number | undefined;
    signal?: AbortSignal | undefined;
  } = {}): Promise<void> {
    if (this.#never !== undefined) return Promise.reject(this.#never);
    if (signal?.aborted) return Promise.reject(new AriUnavailable('ari-aborted', 'The request was cancelled.'));
    if (this.#isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const leave = () => {
        this.#waiters.delete(waiter);
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const turnAway = (reason: AriUnavailable) => {
        leave();
        reject(reason);
      };
      const pass = () => {
        leave();
        resolve();
      };
      const abort = () => turnAway(new AriUnavailable('ari-aborted', 'The request was cancelled.'));
      const waiter: Waiter = { pass, turnAway };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', abort);
      if (timeoutMs === undefined) return;
      const late = () =>
        turnAway(new AriUnavailable('ari-lost', `There was no connection to Asterisk for ${timeoutMs} ms.`));
      timer = setTimeout(late, timeoutMs);
    });
  }
}
