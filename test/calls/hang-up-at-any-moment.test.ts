import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { CallRecord } from '#runtime/flow/record';
import { defineStep } from '#runtime/flow/step';
import { recordOf } from '#runtime/session/record-of';
import { flowOf } from '../support/flow-of.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { type Line, startLine } from '../support/line.ts';
import { runSipp, type SippResult } from '../support/sipp.ts';
import {
  answered,
  bye,
  cancel,
  cancelAfter,
  invite,
  OWN_WAIT,
  type Part,
  pause,
  trying,
} from '../support/sipp-scenario.ts';

const RING_MS = 1_000;
/** Lets the phone ring, as no built-in step does yet. */
const ring = defineStep({
  type: 'ring',
  version: 1,
  title: 'Ring',
  group: 'logic',
  icon: 'square',
  summary: 'For this test.',
  settings: z.strictObject({}),
  exits: { next: {} },
  traits: { waits: true },
  async run(ctx) {
    await ctx.sleep(RING_MS);
    return ctx.exit('next');
  },
});

const start = { step: 'incoming-call' };
const end = { step: 'hang-up', settings: { prompt: { say: 'Good bye.' } } };
const greeting = { step: 'play', settings: { sounds: [{ say: 'Welcome to the test line.' }] } };
const menu = {
  step: 'menu',
  settings: { prompt: { say: 'Press one.' }, options: [{ id: 'one', key: '1' }] },
  to: { 'options:one': 'end', noInput: 'end', invalid: 'end' },
};
const message = {
  step: 'record',
  settings: { prompt: { say: 'Speak.' }, silenceMs: 0, maxMs: 60_000 },
  to: { recorded: 'end', silent: 'end' },
};
const flows = {
  prompts: flowOf(
    { start: { ...start, to: { next: 'greeting' } }, greeting: { ...greeting, to: { next: 'menu' } }, menu, end },
    { id: 'prompts' },
  ),
  message: flowOf(
    {
      start: { ...start, to: { next: 'message' } },
      message,
      end,
      gone: { step: 'on-hang-up', to: { next: 'note' } },
      note: {
        step: 'set-variable',
        settings: { assignments: [{ id: 'a', variable: 'noted', value: 'vars.noted + 1' }] },
        to: { next: 'end' },
      },
    },
    { id: 'message', variables: [{ name: 'noted', type: 'number', default: 0 }] },
  ),
  recorded: flowOf(
    {
      start: { ...start, to: { next: 'ring' } },
      ring: { step: 'ring', to: { next: 'greeting' } },
      greeting: { ...greeting, to: { next: 'message' } },
      message,
      end,
    },
    { id: 'recorded', recording: { calls: 'always', retentionDays: 1 } },
  ),
};

let line: Line;
let lookUpMs = 0;
let timersBefore = 0;
beforeAll(async () => {
  const lookUp = () => (lookUpMs === 0 ? Promise.resolve() : new Promise<void>((go) => setTimeout(go, lookUpMs)));
  line = await startLine({ flows, extra: [ring], lookUp });
});
afterAll(() => line?.stop());
beforeEach(() => {
  line.records.length = 0;
  line.arrived.length = 0;
  line.errors.length = 0;
  timersBefore = timers();
});

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
/** Every 50 ms. */
const moments = (fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / 50 + 1 }, (_, index) => fromMs + index * 50);

/** One call for each moment, all at once. */
const hangUpAt = (extension: string, ownWaitsMs: readonly number[], ...before: Part[]) =>
  runSipp({ sip: line.sip, extension, ownWaitsMs, parts: [invite(), ...before, pause(OWN_WAIT), bye()] });

async function expectNothingLeft(results: readonly SippResult[]): Promise<readonly CallRecord[]> {
  expect(results.map(({ failed, errors }) => ({ failed, errors }))).toEqual(
    results.map(() => ({ failed: 0, errors: '' })),
  );
  await expect.poll(() => line.engine.calls.size, { timeout: 4_000 }).toBe(0);
  await expect.poll(() => line.journals(), { timeout: 2_000 }).toEqual([]);
  await expect.poll(() => leftIn(line.asterisk.ari, line.records), { timeout: 5_000 }).toEqual(NOTHING);
  await expect.poll(timers, { timeout: 5_000 }).toBeLessThanOrEqual(timersBefore);
  expect(line.errors).toEqual([]);
  for (const record of line.records) {
    expect(CallRecord.parse(record)).toEqual(record);
    expect(record.events.filter(({ type }) => type === 'call.started')).toHaveLength(1);
    expect(record.events.filter(({ type }) => type === 'call.ended')).toHaveLength(1);
    expect(record.events.at(-1)?.type).toBe('call.ended');
    expect(record.trace[0]).toMatchObject({ nodeId: 'start', exit: 'next' });
    expect(record.end?.by).toBe('caller');
  }
  expect(new Set(line.records.map(({ id }) => id)).size).toBe(line.records.length);
  return line.records;
}

test('what a call has in Asterisk, its journal and its timers are seen while it lasts', async () => {
  const calling = hangUpAt('prompts', [1_500], answered());
  // Past its ringing and in its prompt.
  await expect.poll(() => line.engine.calls.sessions()[0]?.nodeId, { interval: 20 }).toBe('greeting');
  await expect
    .poll(async () => {
      const records = line.engine.calls.sessions().map(({ journal }) => recordOf(journal.events(), 'test-line'));
      const { channels, playbacks } = await leftIn(line.asterisk.ari, records);
      return [channels.length, playbacks.length, line.journals().length];
    })
    .toEqual([1, 1, 1]);
  expect(timers()).toBeGreaterThan(timersBefore);
  await expectNothingLeft([await calling]);
});

test('a caller who hangs up at any moment of a prompt, a menu or a recording leaves nothing behind', async () => {
  const results = await Promise.all([
    hangUpAt('prompts', moments(0, 3_000), answered()),
    hangUpAt('message', moments(0, 3_000), answered()),
  ]);
  expect(results.map(({ successful }) => successful)).toEqual([61, 61]);
  const records = await expectNothingLeft(results);
  expect(records).toHaveLength(122);
  // Each was caught where it was: in the prompt, in the menu, in the recording.
  const last = (flowId: string) =>
    new Set(records.filter((record) => record.flowId === flowId).map(({ trace }) => trace.at(-1)?.nodeId));
  expect(last('prompts')).toEqual(new Set(['greeting', 'menu']));
  const messages = records.filter(({ flowId }) => flowId === 'message');
  expect(messages.map(({ variables }) => variables.noted)).toEqual(messages.map(() => 1));
  expect(messages.filter(({ recordings }) => recordings.length === 1).length).toBeGreaterThan(20);
}, 30_000);

test('a caller who gives up before or just when the call is answered leaves nothing behind', async () => {
  const early = [...Array(20).fill(0), ...moments(0, RING_MS - 100)];
  const crossing = [-8, -4, -2, 0, 1, 2, 3, 4, 6, 8, 12, 20];
  const [cancelled, ...crossed] = await Promise.all([
    runSipp({
      sip: line.sip,
      extension: 'recorded',
      ownWaitsMs: early,
      parts: [invite(), trying(), pause(OWN_WAIT), cancel()],
    }),
    ...crossing.map((ms) =>
      runSipp({ sip: line.sip, extension: 'recorded', calls: 3, parts: [invite(), cancelAfter(RING_MS + ms)] }),
    ),
  ]);
  expect(cancelled?.successful).toBe(early.length);
  const records = await expectNothingLeft([...(cancelled ? [cancelled] : []), ...crossed]);
  expect(records).toHaveLength(line.arrived.length);
  expect(records.filter(({ answeredMs }) => answeredMs === undefined).length).toBeGreaterThanOrEqual(early.length - 1);
  expect(records.filter(({ answeredMs }) => answeredMs !== undefined).length).toBeGreaterThan(5);
}, 30_000);

test('a call that is recorded as a whole leaves nothing behind, whenever it is hung up', async () => {
  const results = [await hangUpAt('recorded', moments(0, 2_000), answered())];
  const records = await expectNothingLeft(results);
  expect(records).toHaveLength(41);
}, 30_000);

test('a caller who is gone before it is known which flow answers leaves nothing behind', async () => {
  lookUpMs = 100;
  try {
    const giveUp = (ms: number) =>
      runSipp({
        sip: line.sip,
        extension: 'prompts',
        ownWaitsMs: [ms, ms],
        parts: [invite(), trying(), pause(OWN_WAIT), cancel()],
      });
    const results = await Promise.all([0, 5, 10, 20, 40, 60, 80].map(giveUp));
    await expectNothingLeft(results);
    expect(line.arrived).toEqual(Array(14).fill('prompts'));
  } finally {
    lookUpMs = 0;
  }
}, 30_000);
