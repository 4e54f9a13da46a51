export type Destination =
  | { readonly number: string }
  | { readonly sip: string }
  | { readonly extension: string }
  | { readonly person: string };

/** What is asked of the gate. A session declares the same for itself. */
export interface RouteRequest {
  readonly to: Destination;
  /** Number of ours (E.164) that is dialled from. */
  readonly from?: string;
  readonly callerId?:
    | { readonly show: 'number' }
    | { readonly show: 'caller' }
    | { readonly show: 'fixed'; readonly number: string };
  /** Who is calling us, as the network said; hostile text. */
  readonly caller?: { readonly number: string; readonly name: string };
  /** To be used, and no other. */
  readonly trunkId?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly callId: string;
  /** `refer`: the carrier of the caller is asked to make the call. */
  readonly kind: 'dial' | 'transfer' | 'refer';
}

/** One way to a telephone. */
export interface DialAttempt {
  /** Made of checked parts only. */
  readonly endpoint: string;
  readonly callerId?: string;
  readonly callerName?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly trunkId?: string;
  readonly reservation?: string;
}

/** One telephone: its attempts are tried in order. */
export interface DialLeg {
  readonly attempts: readonly DialAttempt[];
  readonly label: string;
}

/** Told once, when the last leg is over. */
export type Release = (outcome: { readonly talkMs: number }) => void;

/** Legs are rung together. */
export type Route =
  | { readonly ok: true; readonly legs: readonly DialLeg[]; readonly release: Release }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly fix: string };
