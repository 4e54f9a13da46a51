/** Stops a timer; harmless once it has fired. */
export type Cancel = () => void;

/** The time of one call. Nothing in a session reads the time or sets a timer in another way. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
