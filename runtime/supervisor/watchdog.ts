export interface Watchdog {
  /** The watched process has given a sign of life; the first one begins the watch. */
  alive(): void;
  stop(): void;
}

/**
 * Calls `onSilence` once when no sign of life came for `limitMs`. Time in which this process itself did not run (a
 * sleeping laptop, SIGSTOP) does not count: its checks come late then.
 */
export function watch(limitMs: number, onSilence: () => void): Watchdog {
  const intervalMs = Math.max(20, limitMs / 20);
  let last: number | undefined;
  let lastCheck = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const missedMs = now - lastCheck - intervalMs;
    lastCheck = now;
    if (last === undefined) return;
    if (missedMs > 10 * intervalMs) last = now;
    if (now - last < limitMs) return;
    clearInterval(timer);
    onSilence();
  }, intervalMs);
  return {
    alive() {
      last = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}
