import type { TappedMessage } from './tapped-message.ts';

/** A request and what came of it. */
export interface SipExchange {
  readonly request: TappedMessage;
  /** Trying, ringing and so on, in their order. */
  readonly provisional: readonly TappedMessage[];
  readonly final: TappedMessage;
  /** How often the request was sent again. */
  readonly repeats: number;
}

interface Open {
  request: TappedMessage;
  provisional: TappedMessage[];
  repeats: number;
}

type Tell = <T>(listeners: Iterable<(one: T) => void>, one: T) => void;

/** A request that was never answered is forgotten when so many others have come. */
const MOST_OPEN = 2_000;
const MOST_PROVISIONAL = 20;

/** Puts final responses to their requests: by the branch of the first Via (RFC 3261, 17.1.3). */
export class SipExchanges {
  readonly #listeners = new Set<(exchange: SipExchange) => void>();
  readonly #open = new Map<string, Open>();

  get isUsed(): boolean {
    return this.#listeners.size > 0;
  }

  listen(listener: (exchange: SipExchange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (!this.isUsed) this.#open.clear();
    };
  }

  take(message: TappedMessage, tell: Tell): void {
    const { sip } = message;
    const { method, status } = sip;
    // An ACK is never answered.
    if (method === '' || method === 'ACK') return;
    const requested = status === undefined ? message.direction : message.direction === 'in' ? 'out' : 'in';
    const key = `${requested} ${method} ${sip.branch}`;
    const open = this.#open.get(key);
    if (status === undefined) {
      if (open === undefined) this.#begin(key, message);
      else open.repeats++;
    } else if (open !== undefined && status < 200) {
      if (open.provisional.length < MOST_PROVISIONAL) open.provisional.push(message);
    } else if (open !== undefined) {
      this.#open.delete(key);
      tell(this.#listeners, { ...open, final: message });
    }
  }

  #begin(key: string, request: TappedMessage): void {
    this.#open.set(key, { request, provisional: [], repeats: 0 });
    if (this.#open.size <= MOST_OPEN) return;
    const oldest = this.#open.keys().next().value;
    if (oldest !== undefined) this.#open.delete(oldest);
  }
}
