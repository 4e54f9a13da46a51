import { expect, test } from 'vitest';
import { wavFile } from '../../../editor/form/prompt/wav-file.ts';
import { readWav } from '../../../runtime/speech/wav.ts';

test('what the browser records is a WAV file that the runtime reads, sample by sample', () => {
  const file = wavFile([new Float32Array([0, 0.5, -0.5]), new Float32Array([1, -1, 2])], 48_000);
  const sound = readWav(new Uint8Array(file));
  expect(sound.sampleRate).toBe(48_000);
  expect([...sound.samples]).toEqual([0, 16_384, -16_384, 32_767, -32_768, 32_767]);
});
