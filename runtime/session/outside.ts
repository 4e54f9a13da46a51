/**
 * What a simulated call asks of the real world, such as its opening hours of the database: virtual time must not go on
 * before that has answered.
 */
export class Outside {
  readonly #onAnswer: () => void;
  #asked = 0;
  #waiting: (() => void)[] = [];

  constructor(onAnswer: () => void = () => {}) {
    this.#onAnswer = onAnswer;
  }

  get busy(): boolean {
    return this.#asked > 0;
  }

  /** The same function, whose answers are waited for. */
  asked<Args extends readonly unknown[], T>(ask: (...args: Args) => Promise<T>): (...args: Args) => Promise<T> {
    return async (...args) => {
      this.#asked += 1;
      try {
        return await ask(...args);
      } finally {
        this.#asked -= 1;
        for (const resolve of this.#waiting.splice(0)) resolve();
        this.#onAnswer();
      }
    };
  }

  /** Settles with the next answer. */
  answer(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
