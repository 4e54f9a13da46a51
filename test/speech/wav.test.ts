import { expect, test } from 'vitest';
import { decodeMuLaw, encodeALaw, encodeMuLaw } from '#runtime/speech/g711';
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
  ['24 bit', 'asset-unsupported', broken((file) => void file.writeUInt16LE(24, 34))],
  ['float', 'asset-unsupported', broken((file) => void file.writeUInt16LE(3, 20))],
  ['six channels', 'asset-unsupported', broken((file) => void file.writeUInt16LE(6, 22))],
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
