import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { callerIdOf } from '#asterisk-config/caller-id';
import { trunkDialString } from '#asterisk-config/dial-string';
import type { PhoneNumber } from '#asterisk-config/number';
import { sipAddressEndpoint } from '#asterisk-config/person-phone';
import type { Trunk } from '#asterisk-config/trunk';
import type { TrunkLimits } from '#runtime/store/dial-limits';
import { mayShow } from './caller-id.ts';
import type { DialPage } from './dial-source.ts';
import { headerVariables } from './headers.ts';
import { mayDialNumber, type Refusal, refuse } from './may-dial.ts';
import { mayDialSip } from './may-dial-sip.ts';
import type { DialAttempt, RouteRequest } from './route.ts';

/** An outside call that the rules let out; it is not counted yet. */
export interface OutsideLeg {
  readonly allowed: true;
  /** What is counted. */
  readonly number: string;
  /** In order of wish; none where no trunk carries it. */
  readonly trunks: readonly TrunkLimits[];
  /** The ways over these trunks. */
  attempts(trunkIds: readonly string[]): readonly DialAttempt[];
}

export function numberLeg(page: DialPage, text: string, request: Omit<RouteRequest, 'to'>): OutsideLeg | Refusal {
  const { rules, trunks } = page;
  const from = dialledFrom(page, request);
  if ('allowed' in from) return from;
  const allowed = mayDialNumber(rules, text, from.number && parsePhoneNumberFromString(from.number.number)?.country);
  if (!allowed.allowed) return allowed;
  const headers = headerVariables(request.headers ?? []);
  if ('allowed' in headers) return headers;
  const shown = shownNumber(page, request);
  if (shown !== undefined && 'allowed' in shown) return shown;
  const own = [...page.numbers.values()];
  const ways = new Map<string, { readonly trunk: Trunk; readonly from: Pick<PhoneNumber, 'number'> | undefined }>();
  const first = trunks.get(from.trunkId);
  if (first === undefined)
    return refuse('trunk-unknown', `There is no trunk '${from.trunkId}'.`, 'Choose another trunk.');
  ways.set(first.id, { trunk: first, from: shown ?? from.number });
  // Each further trunk shows a number of its own: carriers refuse, or worse, hide those that they don't know.
  for (const trunk of request.trunkId === undefined ? trunks.values() : []) {
    const number = own.find(({ trunkId }) => trunkId === trunk.id);
    if (trunk.kind !== 'pbx' && !ways.has(trunk.id) && number !== undefined)
      ways.set(trunk.id, { trunk, from: shown ?? number });
  }
  const { number } = allowed;
  return {
    allowed: true,
    number,
    trunks: [...ways.values()].map(({ trunk: { id: trunkId, maxCalls, maxCallsPerSecond } }) => ({
      trunkId,
      maxCalls,
      maxCallsPerSecond,
    })),
    attempts: (trunkIds) =>
      trunkIds.flatMap((trunkId) => {
        const way = ways.get(trunkId);
        if (way === undefined) return [];
        const identity = callerIdOf(way.trunk, way.from);
        return {
          endpoint: trunkDialString(way.trunk, number),
          ...(identity.number === undefined ? {} : { callerId: identity.number }),
          variables: { ...identity.variables, ...headers.variables },
          trunkId,
        };
      }),
  };
}

export function sipLeg({ rules }: DialPage, text: string, request: Omit<RouteRequest, 'to'>): OutsideLeg | Refusal {
  const allowed = mayDialSip(rules, text);
  if (!allowed.allowed) return allowed;
  const headers = headerVariables(request.headers ?? []);
  if ('allowed' in headers) return headers;
  const callerId = request.from;
  const attempt: DialAttempt = {
    endpoint: `PJSIP/${sipAddressEndpoint}/${allowed.uri}`,
    ...(callerId === undefined ? {} : { callerId }),
    variables: headers.variables,
  };
  return { allowed: true, number: allowed.uri, trunks: [], attempts: () => [attempt] };
}

/** Which of our numbers it is dialled from, and over which trunk. */
function dialledFrom(
  { rules, numbers }: DialPage,
  { from, trunkId }: Pick<RouteRequest, 'from' | 'trunkId'>,
): { readonly number: Pick<PhoneNumber, 'number'> | undefined; readonly trunkId: string } | Refusal {
  const own = [...numbers.values()];
  if (from !== undefined) {
    const shown = mayShow(rules, new Set(numbers.keys()), from);
    if (!shown.allowed) return shown;
    const number = numbers.get(from);
    const way = trunkId ?? number?.trunkId;
    if (way !== undefined) return { number: number ?? { number: from }, trunkId: way };
    return refuse('trunk-needed', `${from} is at no trunk of yours.`, 'Say which trunk carries the call.');
  }
  if (trunkId !== undefined) return { number: own.find((one) => one.trunkId === trunkId), trunkId };
  const [only, ...more] = own;
  if (only !== undefined && more.length === 0) return { number: only, trunkId: only.trunkId };
  return only === undefined
    ? refuse('from-needed', 'There is no number to call from.', 'Add a trunk and a number first.')
    : refuse('from-needed', 'It is not said which of your numbers it is called from.', 'Choose one of your numbers.');
}

/** A number to be shown instead of the one that is dialled from. A caller's own is, where he is one of us; else ours is. */
function shownNumber(
  { rules, numbers }: DialPage,
  { callerId, caller }: Pick<RouteRequest, 'callerId' | 'caller'>,
): { readonly number: string } | Refusal | undefined {
  if (callerId === undefined || callerId.show === 'number') return undefined;
  const number = callerId.show === 'fixed' ? callerId.number : (caller?.number ?? '');
  const shown = mayShow(rules, new Set(numbers.keys()), number);
  if (shown.allowed) return { number };
  return callerId.show === 'caller' ? undefined : shown;
}
