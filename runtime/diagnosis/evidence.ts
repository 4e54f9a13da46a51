import type { Finding } from '#asterisk-config/finding';
import type { Trunk } from '#asterisk-config/trunk';
import type { SipDialogue } from './sip-dialogue.ts';

/** Asterisk's count of a leg's RTP packets at a moment. */
export interface AudioSample {
  readonly atMs: number;
  readonly sent: number;
  readonly received: number;
  /** Of those sent, how many the other side says it missed; undefined while it has reported nothing (RTCP). */
  readonly lostThere: number | undefined;
}

/** All that is known of one leg of a call. */
export interface Evidence {
  readonly dialogue: SipDialogue;
  /** How Asterisk's channel ended: Q.850 cause and, for abnormal ends, the SIP status. */
  readonly hangup?: { readonly cause: number; readonly sipStatus?: number };
  /** In their order; none for legs without a trunk. */
  readonly samples: readonly AudioSample[];
  readonly trunk?: Trunk;
  /** Where this machine takes audio, for a firewall's rule. */
  readonly audioPorts?: { readonly first: number; readonly last: number };
  /** Numbers of ours, in E.164. */
  readonly isOurNumber?: (dialled: string) => boolean;
}

/** A finding before it is known when, and on which trunk. */
export type Found = Omit<Finding, 'at' | 'trunkId'>;

/** Looks for one thing in what is known. Pure. */
export type Rule = (evidence: Evidence) => Found | undefined;
