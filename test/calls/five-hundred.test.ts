import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectQuiet, keysOf, pathOf, recordsOf } from '../support/calls-over.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, byeFromCallee, infoKey, invite, pause } from '../support/sipp-scenario.ts';

const instance = useInstance();

const CALLS = 500;
const CALLS_PER_SECOND = 20;
const flow = flowOf(
  {
    start: { step: 'incoming-call', to: { next: 'menu' } },
    menu: {
      step: 'menu',
      settings: { prompt: { say: 'Press one.' }, options: [{ id: 'one', key: '1' }], noInputMs: 5_000 },
      to: { 'options:one': 'bye', noInput: 'lost', invalid: 'lost' },
    },
    bye: { step: 'hang-up', settings: { prompt: { say: 'Bye.' } } },
    lost: { step: 'hang-up' },
  },
  { id: 'many' },
);

const handles = (pid: number | undefined) => readdirSync(`/proc/${pid}/fd`).length;
const handlesOf = () => {
  const { runtime, asterisk } = instance().supervisor.status();
  return { runtime: handles(runtime?.pid), asterisk: handles(asterisk?.pid) };
};

test('five hundred calls at 20 a second are all good, and leave no channel, bridge or open handle', async () => {
  const { sip, publish } = instance();
  await publish(flow, 'many');
  const parts = [invite(), answered(), pause(1_000), infoKey('1'), byeFromCallee()];
  // The first callers have the prompts rendered, and connections opened that stay open.
  const first = await runSipp({ sip, extension: 'many', parts, calls: 20 });
  expect(first).toMatchObject({ successful: 20, failed: 0 });
  await expectQuiet(instance(), await recordsOf(instance(), 'many', 20));
  const before = handlesOf();

  const load = { calls: CALLS, callsPerSecond: CALLS_PER_SECOND, withinMs: 60_000 };
  const result = await runSipp({ sip, extension: 'many', parts, ...load });
  expect(result, result.errors).toMatchObject({ successful: CALLS, failed: 0 });
  const records = (await recordsOf(instance(), 'many', 20 + CALLS)).slice(20);
  expect(records.map(pathOf)).toEqual(Array(CALLS).fill('start menu bye'));
  expect(records.map(keysOf)).toEqual(Array(CALLS).fill('1'));
  expect(records.map(({ end }) => end?.by)).toEqual(Array(CALLS).fill('flow'));
  await expectQuiet(instance(), records.slice(-100));
  await expect.poll(() => handlesOf().runtime - before.runtime, { timeout: 5_000 }).toBeLessThanOrEqual(5);
  await expect.poll(() => handlesOf().asterisk - before.asterisk, { timeout: 5_000 }).toBeLessThanOrEqual(5);

  const after = handlesOf();
  const answerMs = [...result.answerMs].sort((a, b) => a - b);
  const [median, p99] = [answerMs[CALLS / 2], answerMs[Math.floor(CALLS * 0.99)]].map((ms) => ms?.toFixed(1));
  console.info(
    `${result.successful} of ${CALLS} good, ${result.retransmissions} retransmissions, answered in ${median} ms ` +
      `(99 %: ${p99} ms); handles of the runtime ${before.runtime} -> ${after.runtime}, of Asterisk ` +
      `${before.asterisk} -> ${after.asterisk}`,
  );
}, 120_000);
