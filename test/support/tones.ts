import type { Sound } from '#runtime/speech/wav';

/** A sine of `amplitude` (1 = full scale, more is clipped), of so many milliseconds; frequency 0 is silence. */
export function tone(sampleRate: number, hertz: number, lengthMs: number, amplitude = 0.5): Sound {
  const samples = Int16Array.from({ length: (sampleRate * lengthMs) / 1000 }, (_, at) =>
    Math.round(32_767 * Math.max(-1, Math.min(1, amplitude * Math.sin((2 * Math.PI * hertz * at) / sampleRate)))),
  );
  return { sampleRate, samples };
}

/** Sounds of one sample rate, one after another. */
export function joined(...sounds: Sound[]): Sound {
  const samples = Int16Array.from(sounds.flatMap((sound) => [...sound.samples]));
  return { sampleRate: sounds[0]?.sampleRate ?? 8_000, samples };
}
