import { setTimeout as sleep } from 'node:timers/promises';
import { AriRefused, isGone } from '#runtime/ari/ari-error';
import type { AriEvent } from '#runtime/ari/events';
import { recordingName } from '#runtime/ari/recordings';
import type { AriNouns } from './ari-nouns.ts';

const SIDES = ['in', 'out'] as const;
type Side = (typeof SIDES)[number];

/** How long a hung-up channel may still be listed. */
const LEAVING_MS = 200;

/** The first argument of a recording's own channels in the Stasis application. */
export const RECORDER = 'recorder';

/**
 * Records a whole call in the background: a snoop for each direction, so that the two voices stay apart. A recording on
 * the caller's own channel would hold back every prompt until it ends.
 */
export class CallRecorder {
  readonly #ari: AriNouns;
  readonly #onError: (error: unknown) => void;
  #id: string | undefined;
  readonly #running = new Set<Side>();
  #stopped: (() => void) | undefined;

  constructor(ari: AriNouns, onError: (error: unknown) => void) {
    this.#ari = ari;
    this.#onError = onError;
  }

  /** `in` holds what the caller says, `out` what the caller hears. Harmless when it runs already. */
  async start(id: string, channelId: string): Promise<void> {
    this.#id = id;
    const { channels, app } = this.#ari;
    const made = SIDES.map(async (side) => {
      const isNew = await channels.snoop(channelId, { id: snoopId(id, side), app, appArgs: [RECORDER], spy: side });
      // It goes on from before a restart.
      if (!isNew) this.#running.add(side);
    });
    for (const result of await Promise.allSettled(made))
      if (result.status === 'rejected') await this.#failed(result.reason, channelId);
  }

  /** An event of one of its own channels or recordings. */
  handle(event: AriEvent): void {
    const id = this.#id;
    if (id === undefined) return;
    if (event.type === 'StasisStart') {
      const side = SIDES.find((each) => snoopId(id, each) === event.channel.id);
      if (side !== undefined) this.#record(id, side);
    } else if (event.type === 'RecordingFinished' || event.type === 'RecordingFailed') {
      const side = SIDES.find((each) => callRecordingName(id, each) === event.recording.name);
      if (side !== undefined) this.#over(side);
    }
  }

  /** Ends the recording; settles when both files are whole, or after a second. */
  async stop(): Promise<void> {
    const id = this.#id;
    if (id === undefined) return;
    const whole = new Promise<void>((resolve) => {
      if (this.#running.size === 0) resolve();
      this.#stopped = resolve;
      setTimeout(resolve, 1_000).unref();
    });
    for (const side of SIDES) await this.#ari.channels.hangUp(snoopId(id, side)).catch(this.#onError);
    await whole;
    this.#id = undefined;
  }

  #record(id: string, side: Side): void {
    this.#running.add(side);
    const on = { channel: snoopId(id, side) };
    this.#ari.recordings.start({ name: callRecordingName(id, side), on, format: 'wav' }).catch((error) => {
      this.#over(side);
      return this.#failed(error, on.channel);
    });
  }

  #over(side: Side): void {
    if (this.#running.delete(side) && this.#running.size === 0) this.#stopped?.();
  }

  /** A caller who hangs up at this moment is no failure. */
  async #failed(error: unknown, channelId: string): Promise<void> {
    if (isGone(error)) return;
    if (error instanceof AriRefused) {
      // A channel on its way out refuses with 500, and is gone a moment later.
      await sleep(LEAVING_MS, undefined, { ref: false });
      const channel = await this.#ari.channels.get(channelId).catch(() => undefined);
      if (channel === undefined) return;
    }
    this.#onError(error);
  }
}

const snoopId = (id: string, side: Side): string => `${id}:rec:${side}`;

/** Name of a call's recording of one direction in Asterisk's spool folder. */
export const callRecordingName = (callId: string, side: Side): string => recordingName(`${callId}:call:${side}`);
