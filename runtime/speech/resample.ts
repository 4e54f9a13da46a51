import type { Sound } from './wav.ts';

/** Zero crossings of the filter's sinc on each side: with the window below, over 70 dB down beyond the pass band. */
const CROSSINGS = 24;
/** Share of the lower rate's band that passes: 3.6 kHz of a phone's 4. */
const PASS = 0.9;
/** Positions between two input samples that are told apart; a rate that needs more takes the nearest. */
const MOST_PHASES = 1_024;
/** The event loop gets its turn after this many multiplications: some milliseconds. */
const WORK = 4_000_000;

type Filter = { readonly phases: readonly Float64Array[]; readonly reach: number };

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
/** Blackman's window over -1..1. */
const windowAt = (x: number) => 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** One windowed sinc for each position an output sample can have between two input samples. */
function designFilter(from: number, to: number): Filter {
  const cutoff = PASS * Math.min(1, to / from);
  const reach = Math.ceil(CROSSINGS / cutoff);
  const count = Math.min(MOST_PHASES, to / gcd(from, to));
  const phases = Array.from({ length: count }, (_, phase) => {
    const taps = new Float64Array(2 * reach);
    let sum = 0;
    for (let k = 0; k < taps.length; k++) {
      const distance = k - reach + 1 - phase / count;
      const tap = sinc(cutoff * distance) * windowAt(Math.max(-1, Math.min(1, distance / reach)));
      taps[k] = tap;
      sum += tap;
    }
    return taps.map((tap) => tap / sum);
  });
  return { phases, reach };
}

/** Changes the sample rate with a low-pass below half of the lower rate, so that nothing folds back into speech. */
export async function resample(sound: Sound, to: number): Promise<Sound> {
  const { samples, sampleRate: from } = sound;
  if (from === to) return sound;
  const { phases, reach } = designFilter(from, to);
  const out = new Int16Array(Math.round((samples.length * to) / from));
  const turn = Math.ceil(WORK / (2 * reach));
  for (let n = 0; n < out.length; n++) {
    // A long upload must not stop the calls.
    if (n % turn === turn - 1) await new Promise(setImmediate);
    // In whole numbers, so that it is exact where the phases are: these stay far below 2^53.
    const position = Math.round((n * from * phases.length) / to);
    const base = Math.floor(position / phases.length);
    const taps = phases[position % phases.length] ?? new Float64Array(0);
    const first = base - reach + 1;
    let sum = 0;
    for (let k = Math.max(0, -first), end = Math.min(taps.length, samples.length - first); k < end; k++) {
      sum += (taps[k] ?? 0) * (samples[first + k] ?? 0);
    }
    out[n] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return { sampleRate: to, samples: out };
}
