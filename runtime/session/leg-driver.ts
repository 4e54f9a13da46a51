import type { DialAttempt } from './dial-plan.ts';

export type LegEvent =
  /** The callee's telephone rings; `early`: the exchange says or plays something. */
  | { readonly type: 'callee.ringing'; readonly id: string; readonly early: boolean }
  | { readonly type: 'callee.answered'; readonly id: string }
  /** Refused, cancelled or hung up. */
  | {
      readonly type: 'callee.gone';
      readonly id: string;
      readonly hangupCause?: number;
      readonly sipCode?: number;
    }
  /** The carrier has said what became of a `refer`; `sipCode` 0 is none. */
  | { readonly type: 'referred'; readonly ok: boolean; readonly sipCode: number };

/** What is known of a leg after a gap. */
export type LegNow = 'dialling' | 'ringing' | 'answered' | 'gone';

/**
 * The other legs of a call, as plain effects and events (`LegEvent`). Ids are ours: what is asked for twice is done once,
 * and a leg that is never dialled a second time.
 */
export interface LegDriver {
  /** Makes a leg ring, for `longestMs` at most. Rejects where it can't even be tried. */
  dial(id: string, attempt: DialAttempt, longestMs: number): Promise<void>;
  legNow(id: string): Promise<LegNow>;
  /** Whether anything has come back from where a leg was sent, be it "100 Trying". */
  heardFrom(id: string): Promise<boolean>;
  hangUpLeg(id: string, reason: 'normal' | 'answeredElsewhere'): Promise<void>;
  /** Connects the caller with a leg, answered or not; false where one of them is gone. */
  connect(bridgeId: string, legId: string): Promise<boolean>;
  disconnect(bridgeId: string): Promise<void>;
  /** Asks the carrier of the caller to connect them with a SIP address. The answer comes as `referred`. */
  refer(address: string): Promise<void>;
  /** The leg is the call's own from now on: that of a call that had none. */
  becomeCaller(legId: string): void;
}
