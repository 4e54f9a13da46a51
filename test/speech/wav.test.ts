import { expect, test } from 'vitest';
import { decodeMuLaw, encodeALaw, encodeMuLaw } from '#runtime/speech/g711';
import { keptWav } from '#runtime/speech/kept-wav';
import { dbfs, measure } from '#runtime/speech/measure';
import { resample } from '#runtime/speech/resample';
import { readWav, writeWav } from '#runtime/speech/wav';
import { tone } from '../support/tones.ts';

test('a WAV file is read as it was written', () => {
  const sound = tone(44_100, 440, 100);
  expect(readWav(writeWav(sound))).toEqual(sound);
});

test('stereo is mixed to one channel', () => {
  const mono = writeWav({ sampleRate: 16_000, samples: Int16Array.of(1_000, 3_000, -500, -1_500) });
  mono.writeUInt16LE(2, 22);
  expect([...readWav(mono).samples]).toEqual([2_000, -1_000]);
});

test('chunks before the sound and a wrong length of it are tolerated', () => {
  const wav = writeWav({ sampleRate: 8_000, samples: Int16Array.of(1, 2, 3) });
  const list = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
  const file = Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36)]);
  file.writeUInt32LE(0xffffffff, 36 + list.length + 4);
  expect([...readWav(file).samples]).toEqual([1, 2, 3]);
});

/** A WAV file of one channel in another encoding. */
function wavOf(encoding: number, bits: number, data: Buffer, sampleRate = 8_000): Buffer {
  const file = Buffer.concat([writeWav({ sampleRate, samples: new Int16Array(0) }), data]);
  file.writeUInt16LE(encoding, 20);
  file.writeUInt16LE(bits, 34);
  file.writeUInt32LE(data.length, 40);
  return file;
}
const bytesOf = (size: number, write: (buffer: Buffer, value: number, at: number) => void, values: number[]) => {
  const buffer = Buffer.alloc(size * values.length);
  for (const [index, value] of values.entries()) write(buffer, value, index * size);
  return buffer;
};
const samples = [0, 1, -1, 1_000, -20_000, 32_767, -32_768];
const floats = samples.map((sample) => sample / 32_768);
test.each<[string, Buffer]>([
  [
    '16 bit',
    wavOf(
      1,
      16,
      bytesOf(2, (to, value, at) => to.writeInt16LE(value, at), samples),
    ),
  ],
  [
    '24 bit',
    wavOf(
      1,
      24,
      bytesOf(3, (to, value, at) => to.writeIntLE(value * 256 + 9, at, 3), samples),
    ),
  ],
  [
    '32 bit',
    wavOf(
      1,
      32,
      bytesOf(4, (to, value, at) => to.writeInt32LE(value * 65_536 + 9, at), samples),
    ),
  ],
  [
    'float',
    wavOf(
      3,
      32,
      bytesOf(4, (to, value, at) => to.writeFloatLE(value, at), floats),
    ),
  ],
  [
    'double',
    wavOf(
      3,
      64,
      bytesOf(8, (to, value, at) => to.writeDoubleLE(value, at), floats),
    ),
  ],
])('%s samples are read as what they are', (_, file) => {
  expect([...readWav(file).samples]).toEqual(samples);
});

test('8 bit, mu-law and A-law are read, and what is no number or too loud does no harm', () => {
  expect([...readWav(wavOf(1, 8, Buffer.from([128, 0, 255]))).samples]).toEqual([0, -32_768, 32_512]);
  const loud = tone(8_000, 400, 50).samples;
  expect(readWav(wavOf(7, 8, encodeMuLaw(loud))).samples).toEqual(decodeMuLaw(encodeMuLaw(loud)));
  const back = readWav(wavOf(6, 8, encodeALaw(loud))).samples;
  for (const [at, sample] of loud.entries())
    expect(Math.abs(back[at]! - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 16));
  const wild = bytesOf(4, (to, value, at) => to.writeFloatLE(value, at), [Number.NaN, 9, -9, Number.POSITIVE_INFINITY]);
  expect([...readWav(wavOf(3, 32, wild)).samples]).toEqual([0, 32_767, -32_768, 32_767]);
});

test.each([
  [8_000, 8_000],
  [16_000, 16_000],
  [44_100, 16_000],
  [47_987, 16_000],
  [192_000, 16_000],
])('an upload of %i Hz is kept at %i Hz, with its level and length', async (rate, kept) => {
  const sound = readWav(await keptWav(writeWav(tone(rate, 1_000, 500, 0.5))));
  expect(sound.sampleRate).toBe(kept);
  expect(Math.abs(sound.samples.length - kept / 2)).toBeLessThanOrEqual(1);
  const [segment, ...more] = measure(sound).segments;
  expect(more).toEqual([]);
  expect(segment!.levelDbfs).toBeCloseTo(-9, 0);
});

const broken = (change: (file: Buffer) => Buffer | undefined) => {
  const file = writeWav(tone(8_000, 400, 20));
  return change(file) ?? file;
};
test.each<[string, string, Buffer]>([
  ['an MP3', 'asset-not-wav', Buffer.from('ID3\x04 something else entirely')],
  ['nothing', 'asset-not-wav', Buffer.alloc(0)],
  ['a header only', 'asset-not-wav', broken((file) => file.subarray(0, 20))],
  ['no data chunk', 'asset-not-wav', broken((file) => file.subarray(0, 36))],
  ['an empty data chunk', 'asset-empty', broken((file) => file.subarray(0, 44))],
  ['12 bytes a sample', 'asset-unsupported', broken((file) => void file.writeUInt16LE(96, 34))],
  ['16 bit float', 'asset-unsupported', broken((file) => void file.writeUInt16LE(3, 20))],
  ['ADPCM inside', 'asset-unsupported', broken((file) => void file.writeUInt16LE(2, 20))],
  ['nine channels', 'asset-unsupported', broken((file) => void file.writeUInt16LE(9, 22))],
  ['no channel', 'asset-unsupported', broken((file) => void file.writeUInt16LE(0, 22))],
  ['4,000,000,000 samples a second', 'asset-unsupported', broken((file) => void file.writeUInt32LE(4e9, 24))],
])('a WAV file with %s is refused as %s', (_, code, file) => {
  expect(() => readWav(file)).toThrow(expect.objectContaining({ code }));
});

test.each([8_000, 16_000, 44_100, 48_000])(
  'a tone of 1 kHz at %i Hz keeps level and length at 8 and 16 kHz',
  async (rate) => {
    for (const to of [8_000, 16_000]) {
      const sound = await resample(tone(rate, 1_000, 1_000, 0.5), to);
      expect(sound.samples.length).toBe(to);
      expect(measure(sound).segments[0]!.levelDbfs).toBeCloseTo(-9, 0);
    }
  },
);

test('what a phone cannot carry is filtered off instead of folded back', async () => {
  const folded = await resample(tone(16_000, 5_000, 1_000, 0.5), 8_000);
  const middle = folded.samples.subarray(1_000, 7_000);
  expect(dbfs(Math.max(...middle.map(Math.abs)))).toBeLessThan(-65);
});

test('mu-law keeps 16 bit sound within its step, A-law bytes are those of the standard', () => {
  for (let sample = -32_600; sample <= 32_600; sample += 7) {
    const back = decodeMuLaw(encodeMuLaw(Int16Array.of(sample)))[0]!;
    expect(Math.abs(back - sample)).toBeLessThanOrEqual(Math.max(4, Math.abs(sample) / 16));
  }
  expect([...encodeMuLaw(Int16Array.of(0, -1, 32_767, -32_768))]).toEqual([0xff, 0x7f, 0x80, 0x00]);
  expect([...encodeALaw(Int16Array.of(0, -1, 256, 512, 32_767, -32_768))]).toEqual([
    0xd5, 0x55, 0xc5, 0xf5, 0xaa, 0x2a,
  ]);
});
