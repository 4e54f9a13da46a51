import { setTimeout as sleep } from 'node:timers/promises';
import { AriUnavailable } from '#runtime/ari/ari-error';

/** So that a connection that refuses at once is not asked without pause. */
const PAUSE_MS = 20;

/**
 * Sends a command to Asterisk until it is answered: when the connection breaks, Asterisk and the call go on, and nobody
 * knows whether the command got through. Each attempt waits for the connection itself. `again` tells that an earlier one
 * may have been carried out. Gives up, with the last error, once `isOver`; other errors are thrown at once.
 */
export async function untilAnswered<T>(send: (again: boolean) => Promise<T>, isOver: () => boolean): Promise<T> {
  for (let again = false; ; again = true) {
    try {
      return await send(again);
    } catch (error) {
      if (!isCutOff(error) || isOver()) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

const isCutOff = (error: unknown): boolean =>
  error instanceof AriUnavailable && (error.code === 'ari-lost' || error.code === 'ari-timeout');
