import { randomInt } from 'node:crypto';
import { sipWords } from '#asterisk-config/sip-words';
import type { SipExchange } from '#runtime/hep/sip-exchanges';
import type { TappedMessage } from '#runtime/hep/tapped-message';
import { isAuthorized, isChallenge } from './challenge.ts';
import type { Climb, LadderDeps, RungRun } from './climb.ts';
import { firstHop, portField } from './first-hop.ts';
import { registerTemporarily, temporaryTrunk } from './temporary-trunk.ts';
import { failed, ok, quoted, skipped, type Verdict } from './verdict.ts';

/** Silence so long is none that a carrier that works keeps. */
const SILENCE_MS = 8_000;

/** Does the carrier take the registration? Asterisk makes it: one from another port would take the place of the real one. */
export async function registerRung(climb: Climb, { signal, tell }: RungRun): Promise<Verdict> {
  const { trunk, deps } = climb;
  if (trunk.kind !== 'registration') return skipped('This kind of trunk does not register.');
  if (deps.tap === undefined) return skipped('What the carrier says can not be seen: copies of SIP messages are off.');
  const line = await temporaryTrunk(climb);
  const seconds = 3_600 - randomInt(1, 900);
  const decided = untilDecided(deps.tap, seconds, signal);
  await registerTemporarily(climb, line, seconds);
  tell('Asterisk registers.');
  const { final, statuses } = await decided;
  if (final === undefined) return silence(climb);
  const status = final.sip.status ?? 0;
  const details = [`Answers of the carrier: ${statuses.join(', ')}`];
  if (status < 300) {
    const until = /;\s*expires=(\d{1,9})/i.exec(final.sip.header('contact') ?? '')?.[1] ?? final.sip.header('expires');
    return ok({
      seen: `The carrier says ${status} ${quoted(final.sip.reason, 60)}${until === undefined ? '' : `, good for ${quoted(until, 9)} seconds`}.`,
      means: 'User name and password are right, and the carrier knows where calls in are to be sent.',
      details,
    });
  }
  const words = sipWords(status, 'register');
  const warning = final.sip.header('warning');
  return failed({
    seen: `The carrier says ${status} ${quoted(final.sip.reason || words.name, 80)}.`,
    means: words.means,
    fix: words.fix,
    field: words.field,
    details: warning === undefined ? details : [...details, `Warning: ${quoted(warning)}`],
    stop: true,
  });
}

function silence({ trunk }: Climb): Verdict {
  const server = firstHop(trunk);
  return failed({
    seen: `${server.host} gave no answer to the registration for ${SILENCE_MS / 1_000} seconds.`,
    means:
      'The registration does not arrive, or its answer does not come back; some carriers fall silent after wrong tries.',
    fix: "Check registrar and port. Then look in the carrier's portal whether your address is locked out; wait half an hour if so.",
    field: server.field === 'domain' ? portField(server) : server.field,
    stop: true,
  });
}

interface Decided {
  readonly final: TappedMessage | undefined;
  readonly statuses: readonly number[];
}

/** The final answer to the registration that asks for so many seconds: a first 401 or 407 only asks for the password. */
function untilDecided(tap: NonNullable<LadderDeps['tap']>, seconds: number, signal: AbortSignal): Promise<Decided> {
  return new Promise((resolve) => {
    let callId: string | undefined;
    let last: TappedMessage | undefined;
    const statuses: number[] = [];
    const timers = new Set<NodeJS.Timeout>();
    const end = () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
      resolve({ final: last, statuses });
    };
    const stop = tap.onExchange((exchange: SipExchange) => {
      const { request, final } = exchange;
      if (request.sip.method !== 'REGISTER' || request.direction !== 'out') return;
      if (callId === undefined && asks(request, seconds)) callId = request.sip.callId;
      if (callId === undefined || request.sip.callId !== callId) return;
      last = final;
      for (const timer of timers) clearTimeout(timer);
      const status = final.sip.status ?? 0;
      statuses.push(status);
      // What follows a challenge, or an interval that was too brief, follows within the moment.
      const goesOn = (isChallenge(status) && !isAuthorized(request)) || status === 423;
      if (goesOn) timers.add(setTimeout(end, 2_000));
      else end();
    });
    timers.add(setTimeout(end, SILENCE_MS));
    signal.addEventListener('abort', end, { once: true });
  });
}

const asks = ({ sip }: TappedMessage, seconds: number): boolean =>
  sip.header('expires') === String(seconds) || new RegExp(`;expires=${seconds}\\b`).test(sip.header('contact') ?? '');
