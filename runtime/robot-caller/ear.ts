import { setTimeout as sleep } from 'node:timers/promises';

/** What the robot hears right now, from Asterisk's talk detection. Times are of one steady clock, in milliseconds. */
export type Ear = {
  /** Sound has begun; `atMs` when. */
  soundBegan(atMs: number): void;
  /** Sound has been seen to have ended, `DETECT_QUIET_MS` ago. */
  soundEnded(atMs: number): void;
  /** Settles when sound began, or went on, after `sinceMs`. */
  hear(sinceMs: number, signal: AbortSignal): Promise<void>;
  /** Settles when sound was heard after `sinceMs`, and then `quietMs` of silence. */
  listen(sinceMs: number, quietMs: number, signal: AbortSignal): Promise<void>;
};

/** Silence before Asterisk's talk detection takes a sound as ended. */
export const DETECT_QUIET_MS = 300;
/** A prompt that a key interrupts sounds on for a moment: that is not the next prompt. */
const REACTION_MS = 400;
const LOOK_MS = 20;

export function createEar(now: () => number): Ear {
  let sounding = false;
  let lastBegan = Number.NEGATIVE_INFINITY;
  let lastEnded = Number.NEGATIVE_INFINITY;

  // While no end has been seen, the sound may have ended already.
  const lastHeard = () => (sounding ? now() - DETECT_QUIET_MS : lastEnded);
  const heardSince = (sinceMs: number) => lastBegan > sinceMs || lastHeard() > sinceMs + REACTION_MS;
  const until = async (condition: () => boolean, signal: AbortSignal) => {
    while (!condition()) await sleep(LOOK_MS, undefined, { signal });
  };

  return {
    soundBegan(atMs) {
      sounding = true;
      lastBegan = atMs;
    },
    soundEnded(atMs) {
      sounding = false;
      lastEnded = atMs - DETECT_QUIET_MS;
    },
    hear: (sinceMs, signal) => until(() => heardSince(sinceMs), signal),
    listen: (sinceMs, quietMs, signal) =>
      until(() => heardSince(sinceMs) && !sounding && now() >= lastEnded + quietMs, signal),
  };
}
