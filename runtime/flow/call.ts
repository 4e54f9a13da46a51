import type { Destination } from './destination.ts';
import type { Json } from './json.ts';
import type { Prompt } from './prompt.ts';
import type { Party } from './record.ts';

/** A sound for the caller: a prompt, or something this call recorded. */
export type Sound = Prompt | { readonly recording: string };

export type BargeIn = 'none' | 'keys';

export interface PlayOptions {
  /** `keys` (default): a key ends the prompt and stays in the key buffer. `none`: keys during the prompt are dropped. */
  readonly bargeIn?: BargeIn;
}

export type Played = { readonly kind: 'completed' | 'interrupted'; readonly playedMs: number };

export interface CollectOptions {
  readonly prompt?: Sound | readonly Sound[];
  readonly bargeIn?: BargeIn;
  /** How many keys: 1 to 64. Fewer than `min` before the time runs out is `tooFew`. */
  readonly min: number;
  readonly max: number;
  /** Ends the entry and is not part of it. */
  readonly finishKey?: string;
  /** From the end of the prompt to the first key. */
  readonly firstKeyMs: number;
  /** From one key to the next. */
  readonly nextKeyMs: number;
  /** Keys are sealed in the journal, and left out of the trace and the log. */
  readonly sensitive?: boolean;
}

export type Collected =
  | { readonly kind: 'keys'; readonly keys: string; readonly endedBy: 'max' | 'finishKey' | 'timeout' }
  | { readonly kind: 'tooFew'; readonly keys: string }
  | { readonly kind: 'noInput' };

export interface RecordOptions {
  readonly maxMs: number;
  /** Ends after this long without a sound; 0 never does. */
  readonly silenceMs?: number;
  /** `any`, `none`, or one key. */
  readonly finishKey?: string;
  readonly beep?: boolean;
}

/** A hang-up ends a recording normally (`endedBy: 'hangUp'`); the step's next operation then ends the step. */
export type Recorded = {
  readonly recordingId: string;
  /** Without the silence that ended it, which is cut out of the recording. */
  readonly durationMs: number;
  readonly endedBy: 'key' | 'silence' | 'max' | 'hangUp';
};

/** Whose number the callee sees: that of the number dialled from, the caller's own, or a given one (E.164). */
export type CallerIdChoice =
  | { readonly show: 'number' }
  | { readonly show: 'caller' }
  | { readonly show: 'fixed'; readonly number: string };

export interface DialOptions {
  readonly to: Destination;
  /** Number of ours (E.164) that is dialled from; the one that the call came to, or was started from, without it. */
  readonly from?: string;
  readonly callerId?: CallerIdChoice;
  /** How long it may ring. */
  readonly timeoutMs: number;
  /** SIP headers of the call to the callee. */
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  /** What a caller hears who waits for it: a ringing tone (and what the other side's exchange says), music, or nothing. */
  readonly waiting?: 'ringing' | 'music' | 'silence';
}

/** Nobody was reached. `refused`: the dial gate did not let it out; `code` says why. */
export type NotReached = {
  readonly kind: 'busy' | 'noAnswer' | 'rejected' | 'unreachable' | 'refused';
  readonly code: string;
  /** In words for people. */
  readonly message: string;
  /** The last answer of the other side, where there was one. */
  readonly sipCode?: number;
};

/** On an outbound call without a leg, the answered one is the call's from then on. */
export type Dialled = { readonly kind: 'answered'; readonly legId: string; readonly trunkId?: string } | NotReached;

export type Bridged = { readonly endedBy: 'caller' | 'leg' | 'limit'; readonly durationMs: number };

export interface TransferOptions extends DialOptions {
  /**
   * `bridge`: Patchcord stays between the two. `refer`: the carrier of the caller is asked to connect them, and the call
   * is over here. `auto`: the carrier is asked, and what it does not do is bridged.
   */
  readonly mode: 'bridge' | 'refer' | 'auto';
  /** Longest time of the conversation, where it is bridged. */
  readonly maxMs?: number;
}

export type Transferred =
  | { readonly kind: 'ended'; readonly by: 'caller' | 'leg' | 'limit' | 'carrier'; readonly durationMs: number }
  | NotReached;

/** Where in Asterisk's own dialplan a caller goes on. */
export interface DialplanTarget {
  readonly context: string;
  readonly extension: string;
  /** Of the caller's channel. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Turn {
  readonly kind: 'speech' | 'dtmf' | 'silence' | 'hangUp';
  readonly text: string;
  readonly confidence: number;
  /** Aborts when the caller goes on speaking or barges in. */
  readonly signal: AbortSignal;
}

export interface TurnOptions {
  readonly maxSilenceMs: number;
  readonly minWords?: number;
  readonly hints?: readonly string[];
}

export interface SayOptions extends PlayOptions {
  readonly voice?: string;
  readonly language?: string;
}

/** What the caller heard of it: all of the text, or as much as was played before the interruption. */
export type Said = { readonly heardText: string; readonly playedMs: number; readonly completed: boolean };

export type AudioFormat = 'ulaw' | 'slin16';

/** Two-way audio of the caller's leg, in frames of 20 ms. */
export interface CallAudio {
  readonly format: AudioFormat;
  readonly frames: AsyncIterable<{ readonly atMs: number; readonly data: Uint8Array }>;
  play(
    frames: AsyncIterable<Uint8Array>,
    itemId?: string,
  ): Promise<{ readonly itemId?: string; readonly playedMs: number }>;
  flush(): Promise<{ readonly itemId?: string; readonly playedMs: number }>;
  close(): Promise<void>;
}

export type Leg = 'none' | 'ringing' | 'answered' | 'ended';

/**
 * The call a step acts on: one caller's leg.
 *
 * Each operation is journaled under an id of its own, so a re-run after a crash gets the finished results at once.
 * Before the answer `answer`, `hangUp` and `dial` may be used; a step whose trait is `needs: 'answered'` finds the call
 * answered. An outbound call has no leg (`none`) until its first `dial` is answered. Once the caller is gone every
 * operation rejects with `CallerGone`, which a step lets pass.
 */
export interface Call {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly caller: Party;
  readonly called: string;
  readonly language: string;
  readonly leg: Leg;

  answer(): Promise<void>;
  play(sounds: Sound | readonly Sound[], options?: PlayOptions): Promise<Played>;
  say(text: string | AsyncIterable<string>, options?: SayOptions): Promise<Said>;
  collect(options: CollectOptions): Promise<Collected>;
  record(options: RecordOptions): Promise<Recorded>;
  dial(options: DialOptions): Promise<Dialled>;
  /** Connects the caller with a dialled leg until one of them hangs up. */
  bridge(legId: string, options?: { readonly maxMs?: number }): Promise<Bridged>;
  /** Music on hold until `unhold`. */
  hold(): Promise<void>;
  unhold(): Promise<void>;
  /** Hands the caller on. Whoever is reached, the caller's part is done when it settles with `ended`. */
  transfer(options: TransferOptions): Promise<Transferred>;
  /**
   * The caller's own channel goes on in the dialplan: the call is over here, and nobody is hung up.
   * @throws StepFailed `dialplan-missing` if there is no such extension
   */
  continueInDialplan(target: DialplanTarget): Promise<void>;
  sendDigits(digits: string, options?: { readonly toneMs?: number; readonly gapMs?: number }): Promise<void>;
  audio(format: AudioFormat): Promise<CallAudio>;
  turns(options: TurnOptions): AsyncIterable<Turn>;
  /** Ends the call. `cause` is a Q.850 cause, 16 (normal clearing) by default. */
  hangUp(options?: { readonly cause?: number }): Promise<void>;
}

/** The caller hung up: the operation can't be done any more. */
export class CallerGone extends Error {
  readonly code = 'caller-gone';
  constructor() {
    super('The caller has hung up.');
  }
}

/** A step gives up; the call leaves the node by `failed`. */
export class StepFailed extends Error {
  readonly code: string;
  readonly data: Json;
  constructor(code: string, message: string, data: Json = null) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
