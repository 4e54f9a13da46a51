/** G.711 (ITU-T G.711): 16 bit linear to mu-law and A-law bytes, by tables over all 65,536 samples, and back. */

function muLawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(sample)) + 132;
  const exponent = Math.max(0, 24 - Math.clz32(magnitude));
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function aLawOf(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = sample >= 0 ? sample >> 4 : ~sample >> 4;
  const segment = Math.max(0, 28 - Math.clz32(magnitude));
  return (sign | (segment << 4) | ((magnitude >> Math.max(0, segment - 1)) & 0x0f)) ^ 0x55;
}

function linearOf(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
}

function linearOfALawByte(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

const tableOf = (encode: (sample: number) => number) =>
  Uint8Array.from({ length: 65_536 }, (_, index) => encode((index << 16) >> 16));

const muLaw = tableOf(muLawOf);
const aLaw = tableOf(aLawOf);
const linear = Int16Array.from({ length: 256 }, (_, byte) => linearOf(byte));
const linearA = Int16Array.from({ length: 256 }, (_, byte) => linearOfALawByte(byte));

export const linearOfMuLaw = (byte: number): number => linear[byte] ?? 0;
export const linearOfALaw = (byte: number): number => linearA[byte] ?? 0;

const encodeBy = (table: Uint8Array, samples: Int16Array) => {
  const bytes = Buffer.allocUnsafe(samples.length);
  for (let i = 0; i < samples.length; i++) bytes[i] = table[(samples[i] ?? 0) & 0xffff] ?? 0;
  return bytes;
};

export const encodeMuLaw = (samples: Int16Array): Buffer => encodeBy(muLaw, samples);
export const encodeALaw = (samples: Int16Array): Buffer => encodeBy(aLaw, samples);

export function decodeMuLaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (byte) => linear[byte] ?? 0);
}
