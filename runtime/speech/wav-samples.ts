import { linearOfALaw, linearOfMuLaw } from './g711.ts';

/** How a WAV file writes one sample; the number is the tag of its format. */
const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;

/** Reads the sample at a byte as 16 bit. */
export type SampleReader = (data: Buffer, at: number) => number;

const ofFloat = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));

const readers: Readonly<Record<string, SampleReader>> = {
  [`${PCM}/1`]: (data, at) => ((data[at] ?? 128) - 128) << 8,
  [`${PCM}/2`]: (data, at) => data.readInt16LE(at),
  [`${PCM}/3`]: (data, at) => data.readInt16LE(at + 1),
  [`${PCM}/4`]: (data, at) => data.readInt16LE(at + 2),
  [`${FLOAT}/4`]: (data, at) => ofFloat(data.readFloatLE(at)),
  [`${FLOAT}/8`]: (data, at) => ofFloat(data.readDoubleLE(at)),
  [`${A_LAW}/1`]: (data, at) => linearOfALaw(data[at] ?? 0),
  [`${MU_LAW}/1`]: (data, at) => linearOfMuLaw(data[at] ?? 0),
};

/**
 * What reads samples of `bytes` bytes each; undefined for an encoding that is not known. PCM of an odd number of bits
 * (12, 20) fills the upper bits of its bytes, so it needs nothing of its own.
 */
export const sampleReader = (encoding: number, bytes: number): SampleReader | undefined =>
  readers[`${encoding}/${bytes}`];
