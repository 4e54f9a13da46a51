/** How many messages a WebSocket may send: so many a second, and some at once. */
export class MessageBudget {
  readonly #aSecond: number;
  readonly #burst: number;
  #left: number;
  #countedAt = performance.now();

  constructor(aSecond: number, burst: number) {
    this.#aSecond = aSecond;
    this.#burst = burst;
    this.#left = burst;
  }

  /** False for a message too many. */
  spend(): boolean {
    const now = performance.now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#countedAt) / 1_000) * this.#aSecond) - 1;
    this.#countedAt = now;
    return this.#left >= 0;
  }
}
