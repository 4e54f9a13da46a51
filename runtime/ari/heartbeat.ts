export interface Heartbeat {
  /** Call on every message: traffic proves the peer alive as well as a pong does. */
  heard(): void;
  silentMs(): number;
  stop(): void;
}

/**
 * Pings every `pingMs` and calls `onDead` once nothing has been heard for `deadAfterMs`: a cut network sends no FIN,
 * and TCP alone would take minutes to notice.
 */
export function startHeartbeat(
  ping: () => void,
  { pingMs = 2_000, deadAfterMs = 6_000 }: { pingMs?: number | undefined; deadAfterMs?: number | undefined },
  onDead: () => void,
): Heartbeat {
  let heardAt = performance.now();
  let stopped = false;
  let verdict: NodeJS.Timeout | undefined;
  const silentMs = () => performance.now() - heardAt;

  const judge = () => {
    // If it was this process that slept, the pongs are in the socket and still unread: read before judging.
    setImmediate(() => {
      if (!stopped && silentMs() >= deadAfterMs) onDead();
    });
  };
  const pinging = setInterval(() => {
    ping();
    clearTimeout(verdict);
    const leftMs = deadAfterMs - silentMs();
    if (leftMs <= pingMs) verdict = setTimeout(judge, Math.max(0, leftMs));
  }, pingMs);

  return {
    heard() {
      heardAt = performance.now();
    },
    silentMs,
    stop() {
      stopped = true;
      clearInterval(pinging);
      clearTimeout(verdict);
    },
  };
}
