/** What a player needs of an audio element. */
export interface PlayerAudio {
  currentTime: number;
  playbackRate: number;
  readonly ended: boolean;
  play(): Promise<void>;
  pause(): void;
}

export interface PlayerClock {
  now(): number;
  /** Calls back before the next picture; returns what takes that back. */
  frame(act: () => void): () => void;
}

export interface PlayerState {
  /** Milliseconds since the call began. */
  readonly atMs: number;
  readonly isPlaying: boolean;
  readonly rate: number;
}

const browserClock: PlayerClock = {
  now: () => performance.now(),
  frame(act) {
    const id = requestAnimationFrame(act);
    return () => cancelAnimationFrame(id);
  },
};

/**
 * The one moment of a call that everything on its page shows. While there is sound, the sound's own clock is followed;
 * before it begins, after it ends, and for a call that was not recorded, time passes by itself.
 */
export class Player {
  readonly #lengthMs: number;
  readonly #clock: PlayerClock;
  readonly #listeners = new Set<() => void>();
  #state: PlayerState;
  #audio: { readonly element: PlayerAudio; readonly fromMs: number; readonly lengthMs: number } | undefined;
  #cancelFrame: (() => void) | undefined;
  #lastMs = 0;

  constructor(lengthMs: number, atMs = 0, clock: PlayerClock = browserClock) {
    this.#lengthMs = lengthMs;
    this.#state = { atMs, isPlaying: false, rate: 1 };
    this.#clock = clock;
  }

  get lengthMs(): number {
    return this.#lengthMs;
  }

  /** The same object until something changes. */
  readonly state = (): PlayerState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Sound that begins `fromMs` into the call. Returns what takes it away again. */
  attach(element: PlayerAudio, fromMs: number, lengthMs: number): () => void {
    this.#audio = { element, fromMs, lengthMs };
    element.playbackRate = this.#state.rate;
    this.#align();
    return () => {
      element.pause();
      if (this.#audio?.element === element) this.#audio = undefined;
    };
  }

  play(): void {
    if (this.#state.isPlaying) return;
    if (this.#state.atMs >= this.#lengthMs) this.seek(0);
    this.#set({ isPlaying: true });
    this.#lastMs = this.#clock.now();
    this.#align();
    this.#cancelFrame = this.#clock.frame(this.#tick);
  }

  pause(): void {
    this.#cancelFrame?.();
    this.#audio?.element.pause();
    this.#set({ isPlaying: false });
  }

  seek(atMs: number): void {
    this.#set({ atMs: Math.min(Math.max(0, atMs), this.#lengthMs) });
    this.#align();
  }

  setRate(rate: number): void {
    if (this.#audio !== undefined) this.#audio.element.playbackRate = rate;
    this.#set({ rate });
  }

  close(): void {
    this.pause();
  }

  /** Puts the sound where the player is. */
  #align(): void {
    if (this.#audio === undefined) return;
    const { element, fromMs } = this.#audio;
    element.currentTime = Math.max(0, this.#state.atMs - fromMs) / 1_000;
    if (this.#state.isPlaying && this.#hasSound()) this.#sound(element);
    else element.pause();
  }

  #sound(element: PlayerAudio): void {
    // A browser that refuses sound, or a file that is gone, must not hold up the replay.
    element.play().catch(() => {
      if (this.#audio?.element === element) this.#audio = undefined;
    });
  }

  #hasSound(): boolean {
    if (this.#audio === undefined) return false;
    const { fromMs, lengthMs } = this.#audio;
    return this.#state.atMs >= fromMs && this.#state.atMs < fromMs + lengthMs;
  }

  readonly #tick = (): void => {
    if (!this.#state.isPlaying) return;
    const nowMs = this.#clock.now();
    const passedMs = (nowMs - this.#lastMs) * this.#state.rate;
    this.#lastMs = nowMs;
    const hadSound = this.#hasSound();
    const audio = this.#audio;
    const heardMs =
      audio && hadSound && !audio.element.ended ? audio.fromMs + audio.element.currentTime * 1_000 : undefined;
    this.#set({ atMs: Math.min(this.#lengthMs, Math.max(0, heardMs ?? this.#state.atMs + passedMs)) });
    if (!hadSound && this.#hasSound()) this.#align();
    if (this.#state.atMs >= this.#lengthMs) this.pause();
    else this.#cancelFrame = this.#clock.frame(this.#tick);
  };

  #set(change: Partial<PlayerState>): void {
    const next = { ...this.#state, ...change };
    const { atMs, isPlaying, rate } = this.#state;
    if (next.atMs === atMs && next.isPlaying === isPlaying && next.rate === rate) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
