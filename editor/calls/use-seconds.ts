import { useEffect, useState } from 'react';

/** The time in milliseconds, drawn anew each second while it matters. */
export function useSeconds(isRunning: boolean): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return nowMs;
}
