import type { CallerIdChoice } from '#runtime/flow/call';
import type { Destination } from '#runtime/flow/destination';

/** One way to a telephone: an endpoint of Asterisk, and what its call carries. Built from checked parts only. */
export interface DialAttempt {
  /** Such as PJSIP/pc-acme/sip:+4930123456@carrier. */
  readonly endpoint: string;
  /** What the callee sees: a number or a SIP user. */
  readonly callerId?: string;
  readonly callerName?: string;
  /** Channel variables, and SIP headers as `PJSIP_HEADER(add,X-Name)`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly trunkId?: string;
  /** What the dial gate has set aside for it. */
  readonly reservation?: string;
}

/** One telephone: its attempts are tried in order, the next only where the one before reached nobody at all. */
export interface DialLeg {
  readonly attempts: readonly DialAttempt[];
  /** For the timeline, such as "Ann's mobile". */
  readonly label: string;
}

export interface RouteRequest {
  readonly to: Destination;
  /** Number of ours (E.164) that is dialled from, where one is known. */
  readonly from?: string;
  /** `caller`: who is calling us, by `caller.number`; hostile text. */
  readonly callerId?: CallerIdChoice;
  /** Who is calling us, as the network said; hostile text. */
  readonly caller?: { readonly number: string; readonly name: string };
  /** To be used, and no other. */
  readonly trunkId?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly callId: string;
  readonly kind: 'dial' | 'transfer' | 'refer';
}

/** What became of what a route let out; told once, when the last of its legs is over. */
export interface DialOutcome {
  readonly kind: 'answered' | 'busy' | 'noAnswer' | 'rejected' | 'unreachable' | 'cancelled';
  /** Of the answered leg: how long it was connected. */
  readonly talkMs: number;
  /** Of the leg that was answered. */
  readonly trunkId?: string;
}

export type Release = (outcome: DialOutcome) => void;

/** Legs are rung together. `refer`: of the one leg only the SIP address in the endpoint is used. */
export type Route =
  | { readonly ok: true; readonly legs: readonly DialLeg[]; readonly release: Release }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly fix: string };
