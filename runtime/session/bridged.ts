import type { Bridged } from '#runtime/flow/call';
import { CallerGone, StepFailed } from '#runtime/flow/call';
import type { DialHost } from './dialling.ts';
import type { KeyBuffer } from './key-buffer.ts';
import { LEGS, type LegState } from './legs.ts';
import type { Operations } from './operations.ts';

/** No conversation lasts longer than Asterisk lets a call live. */
const LONGEST_MS = 4 * 3_600_000;

export interface BridgeHost extends DialHost {
  readonly keys: KeyBuffer;
  /** The flow ends the call, not the caller. */
  hangingUp(): void;
}

/** Each leg has one bridge with the caller: made for what its exchange says, or when it is answered. */
export const bridgeOf = (legId: string): string => `${legId}:bridge`;

/** Connects the caller with a leg until one of them hangs up, or the time is over. */
export function bridge(
  host: BridgeHost,
  operations: Operations,
  legId: string,
  { maxMs = LONGEST_MS }: { readonly maxMs?: number } = {},
): Promise<Bridged> {
  const { driver, legs, waiter, clock, keys } = host;
  const bridgeId = bridgeOf(legId);
  const isOver = () => host.leg === 'ended';
  const isGone = (leg: LegState) => leg.state === 'gone';
  return operations.run<Bridged>('bridge', async (operation) => {
    if (legId === driver.channelId) throw new StepFailed('leg-is-own', 'A call can not be connected with itself.');
    const leg = await legs.answered(legId);
    operation.begin({ legId });
    const connected = !isGone(leg) && (await driver.legs.connect(bridgeId, legId));
    let endedBy: Bridged['endedBy'] | undefined = connected ? undefined : isOver() ? 'caller' : 'leg';
    while (endedBy === undefined) {
      if (isOver()) endedBy = 'caller';
      else if (isGone(leg)) endedBy = 'leg';
      else if (clock.now() >= operation.startedMs + maxMs) endedBy = 'limit';
      else {
        const ms = operation.startedMs + maxMs - clock.now();
        const woken = await waiter.wait({ target: LEGS, keys: false, ms });
        if (woken !== 'gone' || isOver()) continue;
        // The step was left behind: its leg goes with it.
        await Promise.all([legs.hangUp(legId), driver.legs.disconnect(bridgeId)]);
        throw new CallerGone();
      }
    }
    const endedMs = clock.now();
    // What was pressed in the conversation was meant for the other side.
    keys.drop();
    await Promise.all([isGone(leg) ? undefined : legs.hangUp(legId), driver.legs.disconnect(bridgeId)]);
    return { endedBy, durationMs: Math.max(0, endedMs - operation.startedMs) };
  });
}
