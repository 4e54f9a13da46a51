import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEnd } from './child.ts';

/** A started process, as all three starters give it. */
export interface Running {
  pid: number;
  stop(): Promise<void>;
  exited: Promise<ProcessEnd>;
}

export interface Kept<T extends Running> {
  first: T;
  /** Undefined between an end and the next start. */
  current(): T | undefined;
  restarts(): number;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface KeepOptions {
  onEnded?: (end: ProcessEnd) => void;
  onRestarted?: (pid: number) => void;
  onFailed?: (error: Error) => void;
  firstDelayMs?: number;
  longestDelayMs?: number;
  /** One that ran so long is sound: the next restart is as quick as the first. */
  soundAfterMs?: number;
}

/**
 * Starts a process and starts it again whenever it ends, until `stop()`. Waits longer from one restart to the next
 * (100 ms, doubled up to 10 s). Fails only when the first start does.
 */
export async function keepRunning<T extends Running>(
  start: () => Promise<T>,
  options: KeepOptions = {},
): Promise<Kept<T>> {
  const { firstDelayMs = 100, longestDelayMs = 10_000, soundAfterMs = 30_000 } = options;
  const stopping = new AbortController();
  const first = await start();
  let running: T | undefined = first;
  let delayMs = firstDelayMs;
  let restarts = 0;

  const looped = (async () => {
    while (running !== undefined) {
      const begun = performance.now();
      const end: ProcessEnd = await running.exited;
      running = undefined;
      if (stopping.signal.aborted) return;
      options.onEnded?.(end);
      if (performance.now() - begun > soundAfterMs) delayMs = firstDelayMs;
      running = await startAgain();
    }
  })();

  async function startAgain(): Promise<T | undefined> {
    while (!stopping.signal.aborted) {
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return undefined;
      delayMs = Math.min(2 * delayMs, longestDelayMs);
      try {
        const started = await start();
        restarts++;
        if (stopping.signal.aborted) await started.stop();
        else options.onRestarted?.(started.pid);
        return started;
      } catch (error) {
        options.onFailed?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
    return undefined;
  }

  return {
    first,
    current: () => running,
    restarts: () => restarts,
    async stop() {
      stopping.abort();
      await running?.stop();
      await looped;
    },
  };
}
