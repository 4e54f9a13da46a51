import type { DialplanTarget } from '#runtime/flow/call';
import type { Party } from '#runtime/flow/record';
import type { LegDriver, LegEvent } from './leg-driver.ts';

export type DriverEvent =
  | { readonly type: 'key.pressed'; readonly key: string }
  | { readonly type: 'playback.finished'; readonly id: string }
  | { readonly type: 'recording.finished'; readonly id: string }
  /** The caller's leg is gone, whoever ended it. */
  | { readonly type: 'leg.ended'; readonly hangupCause?: number }
  | LegEvent;

export interface RecordingRequest {
  readonly maxMs: number;
  readonly silenceMs: number;
  readonly beep: boolean;
}

/**
 * One caller's leg, as plain effects and events: on Asterisk (`AriCall`) or scripted (`SimulatedCall`). What an
 * operation means for a step is built on it once, in `StepCall`.
 *
 * Ids are ours and name the playback or recording, so each effect may be asked for twice and is done once. A command
 * that finds the leg or its target gone resolves quietly: the event that says so is on its way.
 */
export interface CallDriver {
  /** Empty while an outbound call has reached nobody. */
  readonly channelId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly caller: Party;
  readonly called: string;
  readonly answered: boolean;
  /** False while an outbound call has reached nobody. */
  readonly hasLeg: boolean;
  /** Everybody else's legs. */
  readonly legs: LegDriver;

  /** One listener: the session. */
  listen(listener: (event: DriverEvent) => void): void;
  answer(): Promise<void>;
  /** Begins to play; `media` are playable addresses one after another. The end comes as `playback.finished`. */
  startPlayback(id: string, media: readonly string[]): Promise<void>;
  stopPlayback(id: string): Promise<void>;
  /** After a gap: is it still to be heard? */
  isPlaying(id: string): Promise<boolean>;
  /** The end comes as `recording.finished`, at once for one that is over. */
  startRecording(id: string, request: RecordingRequest): Promise<void>;
  stopRecording(id: string): Promise<void>;
  /** After a gap: is it still being made? */
  isRecording(id: string): Promise<boolean>;
  /** Length of a finished recording, where it is known. */
  recordedMs(id: string): number | undefined;
  sendDigits(digits: string, toneMs: number, gapMs: number): Promise<void>;
  startHold(): Promise<void>;
  stopHold(): Promise<void>;
  /** Both directions of the whole call, in the background, until the call ends. */
  startCallRecording(id: string): Promise<void>;
  /**
   * The leg leaves us for the dialplan, where it lives on. False if there is no such extension.
   * @param leaving told before it goes: its end here is no hang-up
   */
  continueInDialplan(target: DialplanTarget, leaving: () => void): Promise<boolean>;
  hangUp(cause: number): Promise<void>;
  /** After a gap in the connection: reports what ended meanwhile. */
  catchUp(): Promise<void>;
  /** Releases whatever the call still has: once, however it ended. */
  close(): Promise<void>;
}
