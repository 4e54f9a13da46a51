import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreezingProxy, startFreezingProxy } from '../ari/freezing-proxy.ts';
import { pathOf } from '../support/calls-over.ts';
import { flowOf } from '../support/flow-of.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { type Line, startLine } from '../support/line.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, bye, byeFromCallee, infoKey, invite, type Part, pause } from '../support/sipp-scenario.ts';

const RECORD_MS = 3_000;
const flow = flowOf(
  {
    start: { step: 'incoming-call', to: { next: 'greeting' } },
    greeting: { step: 'play', settings: { sounds: [{ say: 'Welcome to the test line.' }] }, to: { next: 'menu' } },
    menu: {
      step: 'menu',
      settings: { prompt: { say: 'Press one.' }, options: [{ id: 'one', key: '1' }], noInputMs: 4_000, tries: 2 },
      to: { 'options:one': 'message', noInput: 'lost', invalid: 'lost' },
    },
    message: {
      step: 'record',
      settings: { silenceMs: 0, maxMs: RECORD_MS },
      to: { recorded: 'end', silent: 'end' },
    },
    end: { step: 'hang-up', settings: { prompt: { say: 'Good bye.' } } },
    lost: { step: 'hang-up' },
  },
  { id: 'gap' },
);

let proxy: FreezingProxy;
let line: Line;
beforeAll(async () => {
  const ariUrl = async (url: string) => {
    proxy = await startFreezingProxy(Number(new URL(url).port));
    return url.replace(/:\d+\//, `:${proxy.port}/`);
  };
  line = await startLine({ flows: { gap: flow }, ariUrl });
});
afterAll(async () => {
  await line?.stop();
  proxy?.stop();
});
beforeEach(() => {
  line.records.length = 0;
});

const call = (...parts: Part[]) =>
  runSipp({ sip: line.sip, extension: 'gap', parts: [invite(), answered(), ...parts] });
const nodes = () => line.engine.calls.sessions().map(({ nodeId }) => nodeId);
const FULL_PATH = 'start greeting menu message end';

test('calls go on after a lost connection to Asterisk, whatever ended meanwhile', async () => {
  // The connection is away from about 5,000 ms to 7,500 ms.
  const inRecording = call(pause(2_500), infoKey('1'), byeFromCallee(20_000));
  await sleep(1_500);
  // The first of these keys is lost in the gap; then the menu asks again.
  const inMenu = call(pause(4_500), infoKey('1'), pause(4_000), infoKey('1'), byeFromCallee(20_000));
  await sleep(2_700);
  const inPrompt = call(pause(7_000), infoKey('1'), byeFromCallee(20_000));
  const leaving = call(pause(1_500), bye());
  await expect.poll(nodes, { timeout: 2_000, interval: 20 }).toEqual(['message', 'menu', 'greeting', 'greeting']);
  proxy.refuse();
  await sleep(1_000);
  // Who calls now hears that nobody is there.
  const turnedAway = call(byeFromCallee());
  await sleep(1_500);
  proxy.accept();

  const results = await Promise.all([inRecording, inMenu, inPrompt, leaving, turnedAway]);
  expect(results).toMatchObject(results.map(() => ({ successful: 1, failed: 0, errors: '' })));
  await expect.poll(() => line.records.length, { timeout: 5_000 }).toBe(4);
  const [gone, ...stayed] = [...line.records].sort((a, b) => a.trace.length - b.trace.length);
  expect(gone?.end).toMatchObject({ by: 'lost', code: 'lost-in-gap' });
  expect(stayed.map(pathOf)).toEqual([FULL_PATH, FULL_PATH, FULL_PATH]);
  expect(stayed.map(({ end }) => end?.by)).toEqual(['flow', 'flow', 'flow']);
  // Asterisk counts whole seconds.
  const recordedMs = stayed.flatMap(({ recordings }) => recordings.map(({ durationMs }) => durationMs));
  expect(recordedMs.map((ms) => ms >= RECORD_MS - 1_000 && ms <= RECORD_MS + 1_000)).toEqual([true, true, true]);
  await expect.poll(() => leftIn(line.asterisk.ari, line.records), { timeout: 5_000 }).toEqual(NOTHING);
  expect(line.engine.calls.size).toBe(0);
  expect(line.journals()).toEqual([]);
  expect(line.errors).toEqual([]);
}, 60_000);

test('a call goes on when the network falls silent without a word', async () => {
  // Pings go unanswered for 6 s. The key pressed meanwhile is lost, and so is the command to ask again: that is sent once
  // more when the connection is back.
  const calling = call(pause(4_000), infoKey('1'), pause(9_000), infoKey('1'), byeFromCallee(20_000));
  await expect.poll(nodes, { timeout: 5_000 }).toEqual(['menu']);
  await sleep(1_500);
  proxy.freeze();
  expect(await calling).toMatchObject({ successful: 1, failed: 0, errors: '' });
  await expect.poll(() => line.records.map(pathOf), { timeout: 5_000 }).toEqual([FULL_PATH]);
  expect(line.records[0]?.end).toMatchObject({ by: 'flow' });
  expect(line.errors).toEqual([]);
}, 60_000);
