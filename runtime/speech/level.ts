import { framePowers } from './measure.ts';
import { SpeechError } from './speech-error.ts';
import type { Sound } from './wav.ts';

/** Part of the key under which renderings are kept: raise it whenever this file makes other sound of the same voice. */
export const LEVEL_VERSION = 1;

const FULL_SCALE = 32_768;
const TARGET_DBFS = -20;
/** Peaks stay below this: room for codecs and for mixing. */
const CEILING = FULL_SCALE * 10 ** (-3 / 20);
const LEAD_MS = 40;
const TAIL_MS = 60;
const FADE_MS = 5;
/** The limiter turns down this long before a peak and up again as long after it. */
const LIMIT_MS = 5;
/** Frames this far below the loudest one are pauses. */
const ACTIVE_DB = 35;
/** Below this even the loudest frame is noise of the voice, not speech. */
const SILENCE_DBFS = -50;

type Activity = { readonly first: number; readonly last: number; readonly rms: number };

function activityOf(sound: Sound): Activity | undefined {
  const powers = framePowers(sound);
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (loudest < (FULL_SCALE * 10 ** (SILENCE_DBFS / 20)) ** 2) return undefined;
  const threshold = loudest * 10 ** (-ACTIVE_DB / 10);
  const first = powers.findIndex((power) => power >= threshold);
  const last = powers.findLastIndex((power) => power >= threshold);
  const active = powers.filter((power) => power >= threshold);
  return { first, last, rms: Math.sqrt(active.reduce((sum, power) => sum + power, 0) / active.length) };
}

/** The gain that keeps each sample below the ceiling, lowered around every peak so that nothing is cut off flat. */
function limitingGains(samples: Float64Array, reach: number): Float64Array {
  const gains = new Float64Array(samples.length).fill(1);
  samples.forEach((sample, at) => {
    const needed = CEILING / Math.abs(sample);
    if (needed >= 1) return;
    for (let i = Math.max(0, at - reach); i <= Math.min(samples.length - 1, at + reach); i++) {
      const near = 1 - Math.abs(i - at) / (reach + 1);
      gains[i] = Math.min(gains[i] ?? 1, 1 - (1 - needed) * near);
    }
  });
  return gains;
}

/**
 * Speech at about -20 dBFS (RMS of its active parts), peaks below -3 dBFS, 40 ms of lead, 60 ms of tail, short fades.
 * @throws SpeechError `nothing-to-say` when there is only silence.
 */
export function level(sound: Sound): Sound {
  const activity = activityOf(sound);
  if (!activity) {
    throw new SpeechError('nothing-to-say', 'The voice made no sound of this text.', 'Write words that can be spoken.');
  }
  const perMs = sound.sampleRate / 1000;
  const from = Math.max(0, activity.first * 10 - LEAD_MS) * perMs;
  const to = Math.min(sound.samples.length, ((activity.last + 1) * 10 + TAIL_MS) * perMs);
  const gain = (FULL_SCALE * 10 ** (TARGET_DBFS / 20)) / activity.rms;
  const louder = Float64Array.from(sound.samples.subarray(from, to), (sample) => sample * gain);
  const gains = limitingGains(louder, LIMIT_MS * perMs);
  const fade = FADE_MS * perMs;
  const samples = Int16Array.from(louder, (sample, at) => {
    const edge = Math.min(1, at / fade, (louder.length - 1 - at) / fade);
    return Math.round(sample * (gains[at] ?? 1) * edge);
  });
  return { sampleRate: sound.sampleRate, samples };
}
