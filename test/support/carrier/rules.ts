import type { RtpMode } from './rtp-leg.ts';
import type { AudioOffer, CarrierCodec } from './sdp.ts';
import type { SipHeader, SipMessage } from './sip-message.ts';

/** What the carrier makes of one kind of request. Without a rule: asks for the password if it has accounts, and says 200. */
export interface Rule {
  /** Says nothing at all. */
  readonly silent?: boolean;
  /** `once` is the usual; `always` is the loop that a wrong password ends in, whatever was given. */
  readonly challenge?: 'once' | 'always' | 'never';
  /** 200 by default. */
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: readonly SipHeader[];
  readonly afterMs?: number;
}

/** What becomes of a call that comes to the carrier. */
export interface CallRule extends Rule {
  /** Said before the answer: 180 by default; `media` is 183 with sound already. */
  readonly ringing?: 180 | 183 | 'media' | 'none';
  /** From ringing to the answer: 50 ms by default. */
  readonly ringMs?: number;
  /** `echo` by default. */
  readonly rtp?: RtpMode;
  /** Said in the SDP in place of the true address: a private one, as behind a NAT that nobody told of. */
  readonly sdpAddress?: string;
  /** Said in the SDP: `sendonly` takes no sound, `recvonly` sends none. */
  readonly direction?: AudioOffer['direction'];
  /** Says in RTCP that everything it was sent got lost. */
  readonly saysLost?: boolean;
  /** 488 if the caller has none of them. */
  readonly codecs?: readonly CarrierCodec[];
  /** `required`: 488 where no key for SRTP is offered. This carrier speaks no SRTP itself. */
  readonly srtp?: 'required' | 'none';
  /** Callers allowed in From; anybody else gets 403. */
  readonly callerIds?: readonly string[];
  /** Stands in Contact in place of the true address: an ACK that goes there never comes. */
  readonly contact?: string;
  /** Hangs up so long after the answer. */
  readonly byeAfterMs?: number;
  /** Said in Session-Expires of the answer, in seconds. The carrier hangs up then, unless a re-INVITE or UPDATE came. */
  readonly sessionSeconds?: number;
  /** What never arrives within the call: `ACK`, or a re-INVITE at the session's half time. */
  readonly deafTo?: readonly string[];
}

type RuleFor<R> = R | ((request: SipMessage) => R);

export interface Rules {
  REGISTER?: RuleFor<Rule>;
  OPTIONS?: RuleFor<Rule>;
  INVITE?: RuleFor<CallRule>;
  REFER?: RuleFor<Rule>;
}

export const ruleFor = <R>(rule: RuleFor<R> | undefined, request: SipMessage): R | undefined =>
  typeof rule === 'function' ? (rule as (request: SipMessage) => R)(request) : rule;

/** The usual words (RFC 3261, 21). */
export const reasons: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  302: 'Moved Temporarily',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  603: 'Decline',
};
