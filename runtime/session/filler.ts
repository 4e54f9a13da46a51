import type { CallDriver } from './call-driver.ts';
import type { Clock } from './clock.ts';
import type { Playable } from './ports.ts';

/** A wait shorter than this needs no explanation (voice interfaces: people notice a pause from about 700 ms on). */
const SILENCE_MS = 700;
/** Between two times of the same words. */
const PAUSE_MS = 3_000;
/** Two short ticks every two seconds; Asterisk plays a tone until it is stopped. A comma would end its address. */
const TICK: Playable = { media: 'tone:440/40|0/160|440/40|0/1760', durationMs: Number.POSITIVE_INFINITY };

export interface Filler {
  stop(): Promise<void>;
}

export interface FillerHost {
  readonly driver: Pick<CallDriver, 'startPlayback' | 'stopPlayback'>;
  readonly clock: Clock;
  /** Nobody is there to hear it. */
  silent(): boolean;
  /** It can't be played. */
  failed(error: unknown): void;
  /** The end of a playback that nobody waits for. */
  forget(id: string): void;
}

/** Name of what is played for an operation. Only a tick outlives its runtime, and that is the first. */
export const fillerId = (operationId: string, round = 1): string => `${operationId}:filler${round}`;

/** Sound for a caller who waits for something else than himself: `id` names it in Asterisk. */
export function startFiller(
  host: FillerHost,
  id: string,
  prepare: (() => Promise<Playable> | Playable) | undefined,
  afterMs = SILENCE_MS,
): Filler {
  const { driver, clock } = host;
  let round = 0;
  let playing: string | undefined;
  let over = false;
  const play = async () => {
    const sound = (await prepare?.()) ?? TICK;
    if (over || host.silent() || sound.durationMs <= 0) return;
    round += 1;
    playing = fillerId(id, round);
    await driver.startPlayback(playing, [sound.media]);
    if (!over && Number.isFinite(sound.durationMs)) cancel = clock.after(sound.durationMs + PAUSE_MS, begin);
  };
  // A caller who hears nothing is better off than one whose call fails for it.
  const begin = () => void play().catch((error) => over || host.failed(error));
  let cancel = clock.after(afterMs, begin);
  return {
    async stop() {
      over = true;
      cancel();
      if (playing === undefined) return;
      await driver.stopPlayback(playing).catch(() => {});
      host.forget(playing);
    },
  };
}
