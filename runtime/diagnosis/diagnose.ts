import type { Finding } from '#asterisk-config/finding';
import { carrierSilent } from './carrier-silent.ts';
import type { Evidence, Rule } from './evidence.ts';
import { mediaTimeout } from './media-timeout.ts';
import { missingAck } from './missing-ack.ts';
import { noAudioIn } from './no-audio-in.ts';
import { noAudioOut } from './no-audio-out.ts';
import { codecMismatch, encryptionMismatch } from './no-common-audio.ts';
import { noFlow, unlistedAddress } from './not-taken.ts';
import { ownAddressPrivate, privateSdp } from './private-sdp.ts';
import { refusedByCarrier } from './refused.ts';
import { sessionExpired } from './session-expired.ts';
import { wrongPassword } from './wrong-password.ts';

/** What names a cause. */
const causes: readonly Rule[] = [
  missingAck,
  sessionExpired,
  encryptionMismatch,
  codecMismatch,
  wrongPassword,
  carrierSilent,
  noAudioIn,
  noAudioOut,
  mediaTimeout,
  privateSdp,
  ownAddressPrivate,
  unlistedAddress,
];
/** What only repeats an answer, for legs of which nothing better is known. */
const answers: readonly Rule[] = [refusedByCarrier, noFlow];

/** All findings about one leg, the worst first. Pure. */
export function diagnose(evidence: Evidence, atMs: number): readonly Finding[] {
  const run = (rules: readonly Rule[]) => rules.flatMap((rule) => rule(evidence) ?? []);
  const found = run(causes);
  const all = found.some(({ severity }) => severity === 'error') ? found : [...found, ...run(answers)];
  const order = { error: 0, warning: 1, info: 2 };
  return all
    .toSorted((a, b) => order[a.severity] - order[b.severity])
    .map((one) => ({
      ...one,
      evidence: one.evidence.map((line) => line.slice(0, 300)).slice(0, 12),
      ...(evidence.trunk === undefined ? {} : { trunkId: evidence.trunk.id }),
      at: new Date(atMs).toISOString(),
    }));
}
