import { resample } from './resample.ts';
import { readWav, writeWav } from './wav.ts';

/** Telephones carry no more: what is above it would only take room. */
const MOST_RATE = 16_000;

/**
 * An uploaded WAV file in the form that is kept: one channel of 16 bit, at most 16 kHz, which every browser plays.
 * @throws SpeechError `asset-not-wav`, `asset-unsupported` or `asset-empty`.
 */
export async function keptWav(file: Uint8Array): Promise<Buffer> {
  const sound = readWav(file);
  return writeWav(sound.sampleRate > MOST_RATE ? await resample(sound, MOST_RATE) : sound);
}
