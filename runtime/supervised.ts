import { heartbeatMs, type RuntimeMessage } from '#runtime/supervisor/messages';

export interface Supervised {
  /** Tells the supervisor that the editor can be opened. */
  ready(address: string): void;
  /** Has Asterisk started again, which ends its calls; this process too where Asterisk's addresses have changed. */
  restartAsterisk(): void;
  stop(): void;
}

/**
 * The runtime's side of its supervisor: tells it from the main loop that this process lives, and calls `onStop`
 * once when the supervisor asks for an end (SIGTERM) or is gone. Does nothing when no supervisor started us.
 */
export function joinSupervisor(options: { liveCalls: () => number; onStop: () => void }): Supervised {
  const send = (message: RuntimeMessage) => {
    if (process.connected) process.send?.(message);
  };
  const beat = () => send({ type: 'heartbeat', liveCalls: options.liveCalls() });
  const timer = setInterval(beat, heartbeatMs);
  const end = () => {
    clearInterval(timer);
    process.off('SIGTERM', end).off('disconnect', end);
    options.onStop();
  };
  process.on('SIGTERM', end).on('disconnect', end);
  beat();
  return {
    ready: (address) => send({ type: 'ready', address }),
    restartAsterisk: () => send({ type: 'asterisk.restart' }),
    stop: () => {
      clearInterval(timer);
      process.off('SIGTERM', end).off('disconnect', end);
    },
  };
}
