import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { type Robot, startRobot } from '#runtime/robot-caller/robot';
import type { RobotReport } from '#runtime/robot-caller/robot-call';
import { openAssetStore } from '#runtime/speech/asset-store';
import { measure } from '#runtime/speech/measure';
import { readWav, writeWav } from '#runtime/speech/wav';
import { type RunningAsterisk, startAsterisk } from '#runtime/supervisor/asterisk';
import { realAsterisk } from '../support/real-asterisk.ts';
import { tone } from '../support/tones.ts';

let folder: string;
let callee: RunningAsterisk;
let robot: Robot;
let long: string;
let short: string;

const dialplan = () => `
[patchcord-inbound]
exten = menu,1,Answer()
 same = n,Wait(0.4)
 same = n,Playback(${long})
 same = n,Read(first,,1,,1,5)
 same = n,Set(GLOBAL(pressed)=\${first})
 same = n,Playback(${short})
 same = n,Hangup()
exten = two,1,Answer()
 same = n,Read(first,${long},1,,1,5)
 same = n,Wait(1)
 same = n,Read(second,${short},2,,1,5)
 same = n,Set(GLOBAL(pressed)=\${first}\${second})
 same = n,Hangup()
exten = echo,1,Answer()
 same = n,Playback(${short})
 same = n,Echo()
exten = silent,1,Answer()
 same = n,Wait(30)
exten = formats,1,Answer()
 same = n,Playback(${long})
 same = n,Hangup()
exten = slow,1,Wait(1)
 same = n,Answer()
 same = n,Playback(${short})
 same = n,Hangup()
exten = ring,1,Ringing()
 same = n,Wait(20)
exten = busy,1,Hangup(17)
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'robot-test-'));
  const store = openAssetStore(join(folder, 'assets'));
  const playable = async (hertz: number, lengthMs: number) => {
    const { hash } = await store.put(writeWav(tone(16_000, hertz, lengthMs, 0.1414)), { mediaType: 'audio/wav' });
    return store.playable(hash);
  };
  long = await playable(400, 2_000);
  short = await playable(700, 1_000);
  const install = await realAsterisk();
  callee = await startAsterisk({
    install,
    folder: join(folder, 'callee'),
    modules: ['func_global', 'res_pjsip_history'],
    amend: (files) => ({ ...files, 'extensions.conf': dialplan() }),
  });
  robot = await startRobot(install);
});
afterAll(async () => {
  await robot?.stop();
  await callee?.stop();
  await rm(folder, { recursive: true, force: true });
});

const call = (extension: string, keys = '', more: { maxMs?: number; ringMs?: number; utterance?: string } = {}) =>
  robot.call({
    target: { host: callee.sip.host, port: callee.sip.port, extension },
    plan: parseKeyPlan(keys, { says: more.utterance !== undefined }),
    recordTo: join(folder, `${extension}.wav`),
    maxMs: 20_000,
    ...more,
  });
const pressed = async () => /pressed=(\S*)/.exec(await callee.cli('dialplan show globals'))?.[1];
const expectSounds = ({ heard }: RobotReport, ...lengths: number[]) => {
  expect(heard).toHaveLength(lengths.length);
  for (const [index, segment] of heard.entries()) {
    expect(Math.abs(segment.lengthMs - lengths[index]!)).toBeLessThanOrEqual(100);
    expect(Math.abs(segment.levelDbfs + 20)).toBeLessThan(1);
  }
};

test('the robot hears a prompt, presses a key that arrives, hears the next one, and is hung up on', async () => {
  await callee.cli('pjsip set history on');
  const report = await call('menu', '1');
  expectSounds(report, 2_000, 1_000);
  expect(report).toMatchObject({ endedBy: 'callee', cause: 16, undone: [], clippedSamples: 0 });
  expect(report.gaps.filter((gap) => gap.lengthMs > 40)).toEqual([]);
  expect(report.answeredMs).toBeLessThan(1_000);
  expect(Math.abs(report.heard[0]!.startMs - 400)).toBeLessThan(100);
  expect(report.keysPressed).toMatchObject([{ key: '1' }]);
  expect(report.keysPressed[0]!.atMs - 2_400).toBeGreaterThan(600);
  expect(report.keysPressed[0]!.atMs - 2_400).toBeLessThan(1_000);
  expect(report.lengthMs).toBeGreaterThan(report.heard[1]!.startMs + 900);
  expect(await pressed()).toBe('1');
  // Not by SIP INFO, so by RFC 4733: nothing here looks for tones in the sound.
  const messages = await callee.cli('pjsip show history');
  expect(messages).toMatch(/INVITE sip:menu/);
  expect(messages).not.toMatch(/INFO sip:/);
  expect(measure(readWav(await readFile(report.recording!))).segments).toHaveLength(2);
});

test('each group of keys waits for a prompt of its own', async () => {
  const report = await call('two', '7 8*');
  expectSounds(report, 2_000, 1_000);
  const [first, second, third] = report.keysPressed;
  expect(second!.atMs - first!.atMs).toBeGreaterThan(2_500);
  expect(third!.atMs - second!.atMs).toBeLessThan(400);
  expect(await pressed()).toBe('78*');
});

test('wait:300 presses after 300 ms without listening, and so interrupts the prompt', async () => {
  const report = await call('two', 'wait:300 1 wait:100 hangup');
  expect(report.keysPressed[0]!.atMs).toBeGreaterThanOrEqual(290);
  expect(report.keysPressed[0]!.atMs).toBeLessThan(400);
  expect(report.heard).toHaveLength(1);
  expect(report.heard[0]!.lengthMs).toBeLessThan(700);
  expect(report).toMatchObject({ endedBy: 'robot', undone: [] });
  expect(report.lengthMs).toBeLessThan(1_000);
});

test('hear waits for the beginning of a prompt only, and an interrupted prompt is not the next one', async () => {
  const report = await call('two', 'hear 1 hear wait:500 23');
  expect(report.heard[0]!.lengthMs).toBeLessThan(700);
  const [first, second] = report.keysPressed;
  // After the first key: up to 0.2 s of the old prompt, a second of silence, then half a second of the next one.
  expect(second!.atMs - first!.atMs).toBeGreaterThan(1_400);
  expect(second!.atMs - first!.atMs).toBeLessThan(2_200);
  expect(await pressed()).toBe('123');
});

test('what the robot says arrives: it hears its own echo', async () => {
  const report = await call('echo', 'say wait:500 hangup', { utterance: long });
  expectSounds(report, 1_000, 2_000);
  expect(report.said).toHaveLength(1);
  expect(Math.abs(report.heard[1]!.startMs - report.said[0]!.atMs)).toBeLessThan(200);
});

test('a silent call lasts until the limit, and tells what was not done', async () => {
  const report = await call('silent', '1', { maxMs: 1_000 });
  expect(report).toMatchObject({ endedBy: 'limit', heard: [], keysPressed: [] });
  expect(report.undone).toEqual([{ kind: 'listen' }, { kind: 'press', keys: '1' }]);
  expect(Math.abs(report.lengthMs - 1_000)).toBeLessThan(200);
});

test('the time to the answer is measured', async () => {
  const report = await call('slow');
  expect(Math.abs(report.answeredMs! - 1_000)).toBeLessThan(150);
  expectSounds(report, 1_000);
});

test.each([
  ['a busy line', 'busy', 17, 486],
  ['an extension that does not exist', 'nobody', 1, 404],
])('%s is unanswered, with cause and SIP status', async (_, extension, cause, sipStatus) => {
  const report = await call(extension, '1');
  expect(report).toMatchObject({ answeredMs: undefined, endedBy: 'unanswered', cause, sipStatus, lengthMs: 0 });
});

test('a phone that nobody picks up is given up', async () => {
  const began = performance.now();
  expect(await call('ring', '1', { ringMs: 1_000 })).toMatchObject({ answeredMs: undefined, endedBy: 'unanswered' });
  expect(performance.now() - began).toBeLessThan(4_000);
});

test('a stored prompt is played without transcoding to a caller with mu-law', async () => {
  const running = call('formats');
  let channel = '';
  for (let i = 0; i < 50 && !channel.includes('Playback'); i++) {
    await sleep(50);
    const name = /^(PJSIP\S+?)!/m.exec(await callee.cli('core show channels concise'))?.[1];
    if (name) channel = await callee.cli(`core show channel ${name}`);
  }
  expect(channel).toMatch(/Playback/);
  expect(channel).toMatch(/NativeFormats: \(ulaw\)/);
  expect(channel).toMatch(/WriteFormat: ulaw/);
  expect(channel).toMatch(/WriteTranscode: No/);
  expectSounds(await running, 2_000);
});

test('calls at the same time do not disturb each other, and nothing is left of them', async () => {
  const reports = await Promise.all([call('menu', '1'), call('echo', 'wait:2500 hangup'), call('two', '7 8*')]);
  expect(reports.map(({ heard }) => heard.length)).toEqual([2, 1, 2]);
  expect(await callee.cli('core show channels count')).toMatch(/^0 active channels/m);
});

test('a call fails, and does not hang, when the robot loses its own Asterisk', async () => {
  const other = await startRobot(await realAsterisk());
  const target = { host: callee.sip.host, port: callee.sip.port, extension: 'silent' };
  const lost = expect(other.call({ target, plan: [] })).rejects.toMatchObject({ code: 'ari-closed' });
  await sleep(500);
  await other.stop();
  await lost;
});

test('a host or extension that could carry more than a name is refused', async () => {
  await expect(call('100@example.com')).rejects.toThrow("can't call");
});
