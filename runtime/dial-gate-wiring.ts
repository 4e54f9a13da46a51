import type { Logger } from 'pino';
import { DialCounters } from '#runtime/dial-gate/dial-counters';
import { DialGate } from '#runtime/dial-gate/dial-gate';
import { storedDialSource } from '#runtime/dial-gate/dial-source';
import type { Db } from '#runtime/store/database';

/** The dial gate, put together for `main`: rules and counts are in the store, so they are the same for all nodes. */
export function wireDialGate(options: {
  readonly db: Db;
  readonly nodeName: string;
  /** Calls that this runtime carries. */
  readonly isLive: (callId: string) => boolean;
  /** Ends calls: the minutes of the day are used up. */
  readonly end: (callIds: readonly string[]) => void;
  readonly log: Logger;
}): { readonly gate: DialGate; stop(): Promise<void> } {
  const { db, nodeName, isLive, end, log } = options;
  const onError = (err: unknown, message: string) => log.error({ err }, message);
  const counters = new DialCounters({
    db,
    nodeName,
    isLive,
    onError,
    onUsedUp(callIds) {
      log.error(
        { calls: callIds.length },
        'The minutes of outside calls of this day are used up; those that go on end.',
      );
      end(callIds);
    },
  });
  counters.start();
  return { gate: new DialGate({ source: storedDialSource(db), counters, onError }), stop: () => counters.stop() };
}
