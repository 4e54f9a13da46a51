import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type Flite, type FliteOptions, startFlite } from '#runtime/speech/flite-process';
import { fliteLibraries } from '../support/flite-libraries.ts';

const running: Flite[] = [];
const start = (options: FliteOptions = {}) => {
  const flite = startFlite({ libraryFolder: fliteLibraries(), ...options });
  running.push(flite);
  return flite;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((flite) => flite.stop()));
});

const sentence = 'I would like to book a table for two tomorrow evening.';
const alive = (pid: number) => existsSync(`/proc/${pid}/stat`) && !isZombie(pid);
const isZombie = (pid: number) =>
  /^State:\s+Z/m.test(execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' }));
const gone = async (pid: number) => {
  for (let i = 0; i < 100 && alive(pid); i++) await sleep(20);
  return !alive(pid);
};

test.each(['rms', 'slt', 'kal16', 'awb'])('the voice %s speaks a sentence in a plausible time', async (voice) => {
  const { sampleRate, samples } = await start().speak(voice, sentence);
  expect(sampleRate).toBe(16_000);
  expect(samples.length / sampleRate).toBeGreaterThan(2);
  expect(samples.length / sampleRate).toBeLessThan(5);
});

test('requests at the same time are answered each with its own sound', async () => {
  const flite = start();
  const sounds = await Promise.all(['One.', sentence, 'Two.'].map((text) => flite.speak('rms', text)));
  expect(sounds[1]!.samples.length).toBeGreaterThan(2 * sounds[0]!.samples.length);
  expect(sounds[1]!.samples.length).toBeGreaterThan(2 * sounds[2]!.samples.length);
});

test('a killed child is started again and the request is answered', async () => {
  const flite = start();
  await flite.speak('rms', 'One.');
  const first = flite.pid()!;
  const answer = flite.speak('rms', sentence.repeat(8));
  process.kill(first, 'SIGKILL');
  expect((await answer).samples.length).toBeGreaterThan(16_000);
  expect(flite.pid()).not.toBe(first);
});

test('a text that takes too long is given up and the next one is spoken', async () => {
  const flite = start({ deadlineMs: 1_500 });
  await expect(flite.speak('rms', 'a'.repeat(4_000))).rejects.toMatchObject({ code: 'speech-timeout' });
  expect((await flite.speak('rms', 'One.')).samples.length).toBeGreaterThan(1_000);
});

test('without the libraries the error says what to install', async () => {
  const flite = start({ libraryFolder: '/nonexistent' });
  for (let i = 0; i < 3; i++) {
    await expect(flite.speak('rms', 'One.')).rejects.toMatchObject({
      code: 'speech-not-installed',
      fix: expect.stringContaining('libflite1'),
    });
  }
});

test('the child ends when it is idle, and comes back', async () => {
  const flite = start({ idleMs: 100 });
  await flite.speak('kal16', 'One.');
  const first = flite.pid()!;
  expect(await gone(first)).toBe(true);
  expect((await flite.speak('kal16', 'Two.')).samples.length).toBeGreaterThan(1_000);
});

test('the child dies with its parent, also in the middle of a long text', async () => {
  const built = fileURLToPath(new URL('../../dist/runtime/speech/flite-process.js', import.meta.url));
  const program = `import { startFlite } from ${JSON.stringify(built)};
    const flite = startFlite({ libraryFolder: process.argv[1] });
    await flite.speak('rms', 'One.');
    flite.speak('rms', 'a'.repeat(4000));
    process.stdout.write(String(flite.pid()));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program, fliteLibraries()]);
  const [pid] = await once(parent.stdout, 'data').then(([data]) => [Number(data)]);
  await sleep(300);
  expect(alive(pid!)).toBe(true);
  parent.kill('SIGKILL');
  expect(await gone(pid!)).toBe(true);
});
