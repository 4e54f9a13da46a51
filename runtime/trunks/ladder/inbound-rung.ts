import { toE164 } from '#asterisk-config/called-number';
import { sipWords } from '#asterisk-config/sip-words';
import type { Trunk } from '#asterisk-config/trunk';
import { addressIn } from '#runtime/hep/sip-message';
import type { TappedMessage } from '#runtime/hep/tapped-message';
import type { Climb, RungRun } from './climb.ts';
import { failed, ok, quoted, skipped, type Verdict } from './verdict.ts';

/** Somebody has to take a telephone and dial. */
export const CALL_ME_MS = 60_000;
/** A call that is not refused within that time has been let in. */
const LET_IN_MS = 1_500;

/** "Call your number now": does the call arrive, and is it let in? */
export async function inboundRung(climb: Climb, { signal, tell }: RungRun): Promise<Verdict> {
  const { request, deps } = climb;
  const { tap } = deps;
  if (request.callMe === undefined) return skipped('Not asked for.');
  if (tap === undefined) return skipped('Calls in can not be seen: copies of SIP messages are off.');
  const { number } = request.callMe;
  tell(`Call ${number} now, from any telephone.`);
  const arrived = await firstCall(climb, number, signal);
  if (arrived === undefined)
    return failed({
      seen: `No call to ${number} arrived within ${CALL_ME_MS / 1_000} seconds.`,
      means: 'The carrier sends calls for this number elsewhere, or a firewall keeps them out.',
      fix: "Check in the carrier's portal that the number leads to this trunk, and to the public address of this machine.",
      field: 'sourceAddresses',
    });
  const { invite, status } = arrived;
  const { address, port } = invite.source;
  const details = [`From ${address}:${port}, for ${quoted(invite.sip.requestUri ?? '')}`];
  if (status === 401 || status === 407)
    return failed({
      seen: `A call to ${number} came from ${address} and was turned away.`,
      means: 'The carrier calls from an address that is not among those of this trunk.',
      fix: `If this was your call, add ${address} to the addresses that calls come from.`,
      field: 'sourceAddresses',
      details,
    });
  if (status !== undefined && status >= 300)
    return failed({
      seen: `A call to ${number} came from ${address}, and Asterisk answered ${status}.`,
      means:
        status === 488
          ? 'The two sides agree on no audio: no common codec, or one wants encrypted audio and the other does not.'
          : sipWords(status).means,
      fix: status === 488 ? 'Add the codecs that the carrier uses; check media encryption.' : sipWords(status).fix,
      field: status === 488 ? 'codecs' : 'calledNumber',
      details,
    });
  return ok({
    seen: `A call to ${number} came from ${address} and was let in.`,
    means: 'Calls in arrive. Which flow answers them is set with the number.',
    details,
  });
}

interface Arrived {
  readonly invite: TappedMessage;
  readonly status: number | undefined;
}

function firstCall({ deps, trunk }: Climb, number: string, signal: AbortSignal): Promise<Arrived | undefined> {
  return new Promise((resolve) => {
    let invite: TappedMessage | undefined;
    let timer: NodeJS.Timeout | undefined;
    const end = (arrived: Arrived | undefined) => {
      stop?.();
      clearTimeout(timer);
      clearTimeout(late);
      resolve(arrived);
    };
    const late = setTimeout(() => end(undefined), CALL_ME_MS - 500);
    signal.addEventListener('abort', () => end(undefined), { once: true });
    const stop = deps.tap?.onMessage((message) => {
      const { sip } = message;
      if (sip.cseq.method !== 'INVITE') return;
      if (sip.status === undefined && message.direction === 'in' && invite === undefined) {
        if (!calledNumbers(message).some((dialled) => isMeant(trunk, dialled, number))) return;
        invite = message;
      } else if (invite !== undefined && sip.callId === invite.sip.callId && message.direction === 'out') {
        const found = invite;
        if ((sip.status ?? 0) >= 180) end({ invite: found, status: sip.status });
        else timer ??= setTimeout(() => end({ invite: found, status: undefined }), LET_IN_MS);
      }
    });
  });
}

/** Carriers with a registration for each number call the account by its name. */
const isMeant = (trunk: Trunk, dialled: string, number: string): boolean =>
  toE164(dialled, trunk.country) === number || (trunk.kind === 'registration' && dialled === trunk.username);

/** A number may stand in the request's address or in To, whatever the trunk says. */
const calledNumbers = ({ sip }: TappedMessage): readonly string[] =>
  [sip.requestUri, sip.header('to')].flatMap((value) => addressIn(value ?? '')?.user ?? []);
