import type { Leg } from '#runtime/flow/call';
import { bridgeOf } from './bridged.ts';
import type { CallDriver } from './call-driver.ts';
import type { Waiter } from './waiter.ts';

/** A second of tone and four of silence, as ITU-T E.180 has it for most of the world. A comma would end its address. */
const RINGING = 'tone:425/1000|0/4000';

export interface WaitingSound {
  /** From now on the caller hears what the exchange of a leg says. */
  give(legId: string): Promise<void>;
  /** Ends it; a connection with `kept` stays. */
  stop(kept: string | undefined): Promise<void>;
}

interface WaitingHost {
  readonly driver: CallDriver;
  readonly leg: Leg;
  readonly waiter: Pick<Waiter, 'forget'>;
}

/** What a caller hears who waits for somebody to pick up. */
export function startWaitingSound(
  { driver, leg, waiter }: WaitingHost,
  operationId: string,
  kind: 'ringing' | 'music' | 'silence',
): WaitingSound {
  const id = `${operationId}:wait`;
  // A caller who hears nothing is better off than one whose call fails for it.
  const quietly = (doing: Promise<unknown>): Promise<unknown> => doing.catch(() => {});
  let playing = leg === 'answered' && kind !== 'silence';
  let given: string | undefined;
  let begun: Promise<unknown> = Promise.resolve();
  if (playing) begun = quietly(kind === 'ringing' ? driver.startPlayback(id, [RINGING]) : driver.startHold());
  const end = async () => {
    if (!playing) return;
    playing = false;
    await begun;
    await quietly(kind === 'ringing' ? driver.stopPlayback(id) : driver.stopHold());
    waiter.forget(id);
  };
  return {
    async give(legId) {
      if (given !== undefined || kind !== 'ringing' || leg !== 'answered') return;
      given = legId;
      await end();
      await driver.legs.connect(bridgeOf(legId), legId);
    },
    async stop(kept) {
      await end();
      if (given !== undefined && given !== kept) await driver.legs.disconnect(bridgeOf(given));
    },
  };
}
