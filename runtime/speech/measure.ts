import type { Sound } from './wav.ts';

/** Full scale of 16 bit samples: 0 dBFS is a square wave of this size (so a full sine is -3 dBFS). */
const FULL_SCALE = 32_768;
/** The largest value of mu-law; A-law's is a little larger. */
const CLIPPING = 32_124;
/** The shortest time that is measured. */
export const FRAME_MS = 10;

/** One stretch of sound. `levelDbfs` is the RMS of its active frames only, so pauses between words do not lower it. */
export type Segment = {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly levelDbfs: number;
  readonly peakDbfs: number;
};

/** Silence that cuts into sound from one moment to the next, as lost packets do; speech fades into its pauses. */
export type Gap = { readonly startMs: number; readonly lengthMs: number };

/** What a recording holds. `clippedSamples`: samples in runs of three or more at full scale, of 16 bit or of mu-law. */
export type Measurement = {
  readonly durationMs: number;
  readonly segments: readonly Segment[];
  readonly gaps: readonly Gap[];
  readonly clippedSamples: number;
};

export type Gate = {
  /** A frame of 10 ms counts as sound from this RMS on. */
  readonly gateDbfs: number;
  /** Two stretches closer than this are one. */
  readonly mergeMs: number;
  /** A stretch with less active sound than this is a click and left out. */
  readonly leastMs: number;
};

const usual: Gate = { gateDbfs: -50, mergeMs: 300, leastMs: 30 };

export const dbfs = (amplitude: number): number => 20 * Math.log10(Math.max(amplitude, 0.1) / FULL_SCALE);

/** Mean power of each frame of 10 ms; the last, shorter frame counts too. */
export function framePowers({ sampleRate, samples }: Sound): Float64Array {
  const size = (sampleRate * FRAME_MS) / 1000;
  const powers = new Float64Array(Math.ceil(samples.length / size));
  for (let frame = 0; frame < powers.length; frame++) {
    const from = Math.floor(frame * size);
    const to = Math.min(samples.length, Math.floor((frame + 1) * size));
    let sum = 0;
    for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2;
    powers[frame] = sum / (to - from);
  }
  return powers;
}

function countClipped(samples: Int16Array): number {
  let clipped = 0;
  let run = 0;
  for (let i = 0; i <= samples.length; i++) {
    const sample = samples[i] ?? 0;
    if (Math.abs(sample) >= CLIPPING) run++;
    else {
      if (run >= 3) clipped += run;
      run = 0;
    }
  }
  return clipped;
}

/** The largest sample that counts as nothing: the smallest steps of mu-law and A-law. */
const NOTHING = 8;
const SHORTEST_GAP_MS = 10;
/** Sound beside a gap is this loud over this long, on both sides. */
const EDGE_DBFS = -36;
const EDGE_MS = 5;

function findGaps({ sampleRate, samples }: Sound, mergeMs: number): Gap[] {
  const perMs = sampleRate / 1000;
  const edge = EDGE_MS * perMs;
  const isLoud = (from: number, to: number) => {
    if (from < 0 || to > samples.length) return false;
    const part = samples.subarray(from, to);
    const power = part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length;
    return power >= (FULL_SCALE * 10 ** (EDGE_DBFS / 20)) ** 2;
  };
  const gaps: Gap[] = [];
  let start = 0;
  for (let i = 0; i <= samples.length; i++) {
    if (i < samples.length && Math.abs(samples[i] ?? 0) <= NOTHING) continue;
    const lengthMs = (i - start) / perMs;
    if (lengthMs >= SHORTEST_GAP_MS && lengthMs < mergeMs && isLoud(start - edge, start) && isLoud(i, i + edge)) {
      gaps.push({ startMs: Math.round(start / perMs), lengthMs: Math.round(lengthMs) });
    }
    start = i + 1;
  }
  return gaps;
}

function peakOf(samples: Int16Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Finds the stretches of sound in a recording, in order, with their level. */
export function measure(sound: Sound, gate: Partial<Gate> = {}): Measurement {
  const { gateDbfs, mergeMs, leastMs } = { ...usual, ...gate };
  const powers = framePowers(sound);
  const threshold = (FULL_SCALE * 10 ** (gateDbfs / 20)) ** 2;
  const stretches: { first: number; last: number; active: number; power: number }[] = [];
  powers.forEach((power, frame) => {
    if (power < threshold) return;
    const open = stretches.at(-1);
    if (open && (frame - open.last - 1) * FRAME_MS < mergeMs) {
      open.last = frame;
      open.active++;
      open.power += power;
    } else stretches.push({ first: frame, last: frame, active: 1, power });
  });
  const perMs = sound.sampleRate / 1000;
  const segments = stretches
    .filter((stretch) => stretch.active * FRAME_MS >= leastMs)
    .map((stretch) => {
      const startMs = stretch.first * FRAME_MS;
      const endMs = Math.min((stretch.last + 1) * FRAME_MS, sound.samples.length / perMs);
      return {
        startMs,
        lengthMs: Math.round(endMs - startMs),
        levelDbfs: round(dbfs(Math.sqrt(stretch.power / stretch.active))),
        peakDbfs: round(dbfs(peakOf(sound.samples.subarray(startMs * perMs, endMs * perMs)))),
      };
    });
  const durationMs = Math.round(sound.samples.length / perMs);
  return { durationMs, segments, gaps: findGaps(sound, mergeMs), clippedSamples: countClipped(sound.samples) };
}

const round = (value: number) => Math.round(value * 10) / 10;
