export interface Heartbeat {
  /** Call on every message: traffic proves the peer alive as well as a pong does. */
  heard(): void;
  silentMs(): number;
  stop(): void;
}

/**
 * Pings every `pingMs` and calls `onDead` once nothing has been heard for `deadAfterMs`: a cut network sends no FIN,
 * and TCP alone would take minutes to notice. A silence counts only while a ping is unanswered, so that a thread which
 * was blocked for long, and sent none, does not blame its peer.
 */
export function startHeartbeat(
  ping: () => void,
  { pingMs = 2_000, deadAfterMs = 6_000 }: { pingMs?: number | undefined; deadAfterMs?: number | undefined },
  onDead: () => void,
): Heartbeat {
  let heardAt = performance.now();
  let unansweredSince: number | undefined;
  let verdict: NodeJS.Timeout | undefined;
  const dueInMs = () => {
    const asked = unansweredSince ?? performance.now();
    return Math.max(heardAt + deadAfterMs, asked + deadAfterMs - pingMs) - performance.now();
  };

  const pinging = setInterval(() => {
    ping();
    unansweredSince ??= performance.now();
    judge();
  }, pingMs);
  const judge = () => {
    clearTimeout(verdict);
    const leftMs = dueInMs();
    if (leftMs <= 0) onDead();
    else if (unansweredSince !== undefined && leftMs <= 2 * pingMs) verdict = setTimeout(judge, leftMs);
  };

  return {
    heard() {
      heardAt = performance.now();
      unansweredSince = undefined;
    },
    silentMs: () => performance.now() - heardAt,
    stop() {
      clearInterval(pinging);
      clearTimeout(verdict);
    },
  };
}
