import { setTimeout as sleep } from 'node:timers/promises';
import type { Climb, RungRun } from './climb.ts';
import { rtpCounts } from './rtp-counts.ts';
import { failed, ok, skipped, type Verdict } from './verdict.ts';

export const HOLD_MS = 35_000;

/** A call that breaks off after 32 seconds is the most usual fault behind a NAT (RFC 3261, 17.1.1.2: timer H). */
export async function holdRung(climb: Climb, { signal, tell }: RungRun): Promise<Verdict> {
  const { call, request } = climb;
  if (request.hold !== true) return skipped('Not asked for.');
  if (call === undefined) return skipped('Nobody answered, so there was no call to keep.');
  const lastedS = () => Math.round((performance.now() - call.answeredAt) / 1_000);
  while (performance.now() - call.answeredAt < HOLD_MS) {
    await sleep(500, undefined, { signal });
    tell(`The call has been up for ${lastedS()} seconds.`);
    const end = call.end();
    if (end !== undefined) return broken(lastedS(), end.tech_cause);
  }
  const counts = await rtpCounts(call.line.ari, call.id);
  return ok({
    seen: `The call was up for ${lastedS()} seconds${counts === undefined ? '' : `, with ${counts.rxcount} packets of sound heard`}.`,
    means: 'Both sides get what the other one says about the call.',
  });
}

function broken(seconds: number, techCause: number | undefined): Verdict {
  const seen = `The call broke off after ${seconds} seconds${techCause === undefined ? '' : ` (${techCause})`}.`;
  if (seconds >= 30 && seconds <= 34)
    return failed({
      seen,
      means:
        'The carrier waited 32 seconds for our confirmation (ACK) of its answer, and hung up: it does not arrive there.',
      fix: 'Enter the public address of this machine under "This machine"; switch off the SIP help (ALG) of your router.',
      field: 'publicAddress',
    });
  return failed({
    seen,
    means: 'Whoever was called hung up, or the carrier ends calls so soon.',
    fix: 'Call a number where somebody stays on the line; then ask the carrier for a limit of your account.',
    field: 'to',
  });
}
