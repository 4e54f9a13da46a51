import type { Sound } from '#runtime/speech/wav';

/** Level of one frequency in a sound, in dBFS (Goertzel): a sine at full scale has 0. */
export function pitchLevel({ samples, sampleRate }: Sound, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample / 32_768 + factor * last - before];
  const power = before * before + last * last - factor * before * last;
  return 20 * Math.log10(Math.max((2 * Math.sqrt(Math.max(power, 0))) / samples.length, 1e-6));
}

/** One side of a stereo WAV file with the usual header of 44 bytes. */
export function sideOf(file: Buffer, side: 'left' | 'right'): Sound {
  const from = 44 + (side === 'left' ? 0 : 2);
  const samples = Int16Array.from({ length: Math.floor((file.length - 44) / 4) }, (_, at) =>
    file.readInt16LE(from + at * 4),
  );
  return { sampleRate: file.readUInt32LE(24), samples };
}
