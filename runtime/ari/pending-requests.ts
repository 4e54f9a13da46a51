import { AriUnavailable } from './ari-error.ts';
import { type AriRequestOptions, type AriResponse, DEFAULT_TIMEOUT_MS } from './transport.ts';

interface Waiting {
  readonly resolve: (response: AriResponse) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  readonly forget: (() => void) | undefined;
  whenGone?: () => void;
}

/** Requests that wait for their answer: by id, each with a deadline, all failing at once when the connection ends. */
export class PendingRequests {
  readonly #waiting = new Map<string, Waiting>();
  #nextId = 1;

  /** Calls `send` with a fresh id; whatever answers calls `settle` with the same one. */
  open(what: string, options: AriRequestOptions | undefined, send: (id: string) => void): Promise<AriResponse> {
    return new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted) throw new AriUnavailable('ari-aborted', `${what} was cancelled.`);
      const id = String(this.#nextId++);
      const timeoutMs = options?.timeoutMs ?? DEFAULT_TIMEOUT_MS;
      const timer = setTimeout(() => {
        this.fail(id, new AriUnavailable('ari-timeout', `Asterisk did not answer ${what} within ${timeoutMs} ms.`));
      }, timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer, forget: signal && this.#abortable(id, what, signal) });
      try {
        send(id);
      } catch (error) {
        this.fail(id, error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** Calls back once the request has been answered or given up. */
  whenGone(id: string, callback: () => void): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) waiting.whenGone = callback;
  }

  settle(id: string, response: AriResponse): void {
    this.#take(id)?.resolve(response);
  }

  fail(id: string, error: Error): void {
    this.#take(id)?.reject(error);
  }

  failAll(error: Error): void {
    for (const id of [...this.#waiting.keys()]) this.fail(id, error);
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.forget?.();
    waiting.whenGone?.();
    return waiting;
  }

  #abortable(id: string, what: string, signal: AbortSignal): () => void {
    const abort = () => this.fail(id, new AriUnavailable('ari-aborted', `${what} was cancelled.`));
    signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  }
}
