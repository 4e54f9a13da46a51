import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asset, openAssetStore } from '#runtime/speech/asset-store';
import { decodeMuLaw } from '#runtime/speech/g711';
import { measure } from '#runtime/speech/measure';
import { writeWav } from '#runtime/speech/wav';
import { tone } from '../support/tones.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assets-'));
});
afterAll(() => rm(folder, { recursive: true }));

const wav = { mediaType: 'audio/wav' };

test('a recording at 44.1 kHz is stored as it is and made playable at 8 kHz with its level', async () => {
  const store = openAssetStore(join(folder, 'one'));
  const bytes = writeWav(tone(44_100, 500, 1_500, 0.3));
  const { hash, durationMs } = await store.put(bytes, { mediaType: 'audio/x-wav; rate=44100' });
  expect(durationMs).toBe(1_500);
  expect((await store.get(hash))!.bytes).toEqual(bytes);
  const ulaw = await readFile(`${await store.playable(hash)}.ulaw`);
  const { segments } = measure({ sampleRate: 8_000, samples: decodeMuLaw(ulaw) });
  expect(segments[0]).toMatchObject({ startMs: 0, lengthMs: 1_500 });
  expect(segments[0]!.levelDbfs).toBeCloseTo(-13.5, 0);
});

test('a node without the files makes them from masters that are somewhere else', async () => {
  const shared = new Map<string, Asset>();
  const masters = {
    put: async (hash: string, asset: Asset) => void shared.set(hash, asset),
    get: async (hash: string) => shared.get(hash),
  };
  const { hash } = await openAssetStore(join(folder, 'node-a'), masters).put(writeWav(tone(8_000, 400, 200)), wav);
  const other = openAssetStore(join(folder, 'node-b'), masters);
  const [path, same] = await Promise.all([other.playable(hash), other.playable(hash)]);
  expect(path).toBe(same);
  expect(path.startsWith(join(folder, 'node-b'))).toBe(true);
  expect((await readFile(`${path}.ulaw`)).length).toBe(1_600);
});

test('an unknown hash is nothing to get and an error to play', async () => {
  const store = openAssetStore(join(folder, 'one'));
  const hash = `sha256:${'0'.repeat(64)}`;
  expect(await store.get(hash)).toBeUndefined();
  await expect(store.playable(hash)).rejects.toMatchObject({ code: 'asset-missing' });
});

test('a hash that is a path is refused', async () => {
  const store = openAssetStore(join(folder, 'one'));
  await expect(store.get('sha256:../../../etc/passwd')).rejects.toMatchObject({ code: 'asset-hash-invalid' });
  await expect(store.playable('/etc/passwd')).rejects.toMatchObject({ code: 'asset-hash-invalid' });
});

test.each<[string, Uint8Array, string]>([
  ['asset-too-large', new Uint8Array(25 * 1024 * 1024 + 1), 'audio/wav'],
  ['asset-unsupported', writeWav(tone(8_000, 400, 20)), 'audio/mpeg'],
  ['asset-not-wav', Buffer.from('<html>'), 'audio/wav'],
])('%s: such a file is refused', async (code, bytes, mediaType) => {
  const store = openAssetStore(join(folder, 'one'));
  await expect(store.put(bytes, { mediaType })).rejects.toMatchObject({ code, fix: expect.stringMatching(/\w+/) });
});
