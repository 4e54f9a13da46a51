import { asSent } from './dial-string.ts';
import type { PhoneNumber } from './number.ts';
import type { Trunk } from './trunk.ts';

/** What a call out says about who calls. */
export interface CallerIdentity {
  /** For the caller ID of the channel; undefined: the carrier shows what it likes. */
  readonly number: string | undefined;
  /** More headers of the INVITE. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** The same headers as variables of the channel that calls; and that a carrier's 302 leads nowhere. */
  readonly variables: Readonly<Record<string, string>>;
}

/** No context has this name: a carrier that answers with another number makes us call nobody. */
const noContext = 'patchcord-nowhere';

/**
 * The number that is shown stands in From, or in P-Asserted-Identity or Remote-Party-ID: the trunk's endpoint makes
 * these of the channel's caller ID.
 * @param from the number that the call is made from
 */
export function callerIdOf(trunk: Trunk, from: Pick<PhoneNumber, 'number'> | undefined): CallerIdentity {
  const { callerId, headers, username } = trunk;
  const shown = callerId.show === 'fixed' ? (callerId.fixed ?? from?.number) : from?.number;
  // An account's own name is better than none: many carriers refuse a From that they don't know.
  const number = shown === undefined ? username : asSent(trunk, shown);
  return {
    number,
    headers: headers.map(({ name, value }) => [name, value] as const),
    variables: {
      FORWARD_CONTEXT: noContext,
      ...Object.fromEntries(headers.map(({ name, value }) => [`PJSIP_HEADER(add,${name})`, value])),
    },
  };
}
