import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAssetStore } from '#runtime/speech/asset-store';
import { type Flite, startFlite } from '#runtime/speech/flite-process';
import { localVoices } from '#runtime/speech/local-voices';
import { measure } from '#runtime/speech/measure';
import { folderIndex, openPrompts } from '#runtime/speech/prompts';
import { readWav } from '#runtime/speech/wav';
import { fliteLibraries } from '../support/flite-libraries.ts';

let folder: string;
let flite: Flite;
let spoken = 0;
const open = () => {
  const assets = openAssetStore(join(folder, 'assets'));
  const speak: Flite['speak'] = (voice, text) => {
    spoken++;
    return flite.speak(voice, text);
  };
  const counted: Flite = { ...flite, speak };
  return { assets, ...openPrompts({ assets, flite: counted, index: folderIndex(join(folder, 'spoken')) }) };
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-'));
  flite = startFlite({ libraryFolder: fliteLibraries() });
});
afterAll(async () => {
  await flite.stop();
  await rm(folder, { recursive: true });
});

const say = (text: string, voice = 'local:rms', language = 'en') => open().renderSpeech({ text, voice, language });
const texts = ['For sales press 1.', 'Thank you for calling. Your order number is 4, 7, 1. Goodbye!', 'Yes.'];

test.each(localVoices.flatMap(({ id }) => texts.map((text) => [id, text])))(
  '%s says "%s" at -20 dBFS, unclipped',
  async (voice, text) => {
    const { hash, durationMs } = await say(text!, voice);
    const asset = await open().assets.get(hash);
    const { segments, gaps, clippedSamples, durationMs: measured } = measure(readWav(asset!.bytes), { mergeMs: 2_000 });
    expect(clippedSamples).toBe(0);
    expect(gaps).toEqual([]);
    expect(segments).toHaveLength(1);
    expect(Math.abs(segments[0]!.levelDbfs + 20)).toBeLessThan(2);
    expect(segments[0]!.peakDbfs).toBeLessThanOrEqual(-3);
    expect(segments[0]!.startMs).toBeLessThanOrEqual(60);
    expect(measured).toBe(durationMs);
    expect(durationMs).toBeGreaterThan(text!.length * 30);
    expect(durationMs).toBeLessThan(text!.length * 150 + 400);
  },
);

test('the file has the name of its content, and Asterisk formats beside it', async () => {
  const { hash, path } = await say('Hello.');
  const { assets } = open();
  const asset = await assets.get(hash);
  expect(hash).toBe(`sha256:${createHash('sha256').update(asset!.bytes).digest('hex')}`);
  for (const extension of ['ulaw', 'alaw', 'sln16', 'master']) expect(existsSync(`${path}.${extension}`)).toBe(true);
  expect((await readFile(`${path}.sln16`)).length).toBe(2 * (await readFile(`${path}.ulaw`)).length * 2);
});

test('a text is spoken once, however often and at once it is asked for', async () => {
  const before = spoken;
  const prompts = open();
  const request = { text: 'This is said only once.', voice: 'local:kal16', language: 'en-GB' };
  const all = await Promise.all([1, 2, 3].map(() => prompts.renderSpeech(request)));
  const later = await say('This  is said only\nonce. ', 'local:kal16');
  expect(spoken - before).toBe(1);
  expect(later).toEqual({ ...all[0], cached: true });
});

test('another voice is another sound', async () => {
  expect((await say('Hello.', 'local:slt')).hash).not.toBe((await say('Hello.')).hash);
});

test('a sound that was deleted is made again, the same to the last bit', async () => {
  const first = await say('Made twice.');
  await rm(`${first.path}.ulaw`);
  await rm(`${first.path}.master`);
  expect(await say('Made twice.')).toEqual({ ...first, cached: false });
});

test.each([
  ['control characters', 'One\u0000\u0007\u001b[31m two\r\n\u202e three.'],
  ['markup', '<speak><break time="99999s"/>One</speak> & "two" \\ `three` $(four) %s%n'],
  ['other scripts beside words', '你好 hello привет 🎉'],
  ['typography', '“Café” – it’s £5… naïve'],
])('hostile text with %s is spoken', async (_, text) => {
  expect((await say(text)).durationMs).toBeLessThan(15_000);
});

test.each([
  ['unknown-voice', 'Hello.', 'local:nobody', 'en'],
  ['unknown-voice', 'Hello.', '../../etc/passwd', 'en'],
  ['no-voice-for-language', 'Bonjour.', 'local:rms', 'fr'],
  ['nothing-to-say', ' \u0000 ... 你好', 'local:rms', 'en'],
  ['text-too-long', 'word '.repeat(1_000), 'local:rms', 'en'],
])('%s is said with what to do', async (code, text, voice, language) => {
  await expect(say(text, voice, language)).rejects.toMatchObject({ code, fix: expect.stringMatching(/\w+/) });
});

test('no half written file is left', async () => {
  const names = await readdir(folder, { recursive: true });
  expect(names.filter((name) => !/(^[^.]+|\.(ulaw|alaw|sln16|master|json))$/.test(name))).toEqual([]);
});
