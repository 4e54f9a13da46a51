const NONE: readonly number[] = [];

/** Keys that the caller pressed and no step has taken yet: type-ahead works from one node to the next. */
export class KeyBuffer {
  #keys = '';
  #taken = 0;
  #restoredMs: readonly number[] = NONE;
  #echo: { readonly key: string; readonly untilMs: number } | undefined;

  /** Keys taken or dropped since the call began; what a resume needs to find the rest in the journal. */
  get taken(): number {
    return this.#taken;
  }

  get isEmpty(): boolean {
    return this.#keys === '';
  }

  push(key: string, nowMs: number): void {
    const echo = this.#echo;
    this.#echo = undefined;
    this.#keys += key;
    if (echo !== undefined && echo.key === key && nowMs <= echo.untilMs && this.#keys === key) this.drop();
  }

  /** The next key, or an empty string. */
  take(): string {
    const key = this.#keys.slice(0, 1);
    this.#keys = this.#keys.slice(1);
    this.#taken += key.length;
    return key;
  }

  drop(): void {
    this.#taken += this.#keys.length;
    this.#keys = '';
  }

  /** A finish key pressed out of habit after the last digit of a full entry is not the answer to the next question. */
  dropNext(key: string, untilMs: number): void {
    if (this.#keys.startsWith(key)) this.take();
    else if (this.isEmpty) this.#echo = { key, untilMs };
  }

  /** After a restart: all keys of the call and when each was pressed; `taken` of them are used up. */
  restore(keys: string, taken: number, pressedMs: readonly number[]): void {
    this.#keys = keys.slice(taken);
    this.#taken = taken;
    this.#restoredMs = pressedMs.slice(taken);
  }

  /** After a restart, before a key is taken: drops what a prompt that can't be interrupted dropped before. */
  dropRestored(untilMs: number): void {
    for (const ms of this.#restoredMs) if (ms <= untilMs) this.take();
    this.#restoredMs = NONE;
  }
}
