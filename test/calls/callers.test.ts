import { beforeAll, expect, test } from 'vitest';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { startRobot } from '#runtime/robot-caller/robot';
import { expectQuiet, keysOf, pathOf, recordsOf, recordsSoFar } from '../support/calls-over.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { runSipp, type SippOptions } from '../support/sipp.ts';
import {
  answered,
  bye,
  byeFromCallee,
  cancelAfter,
  hold,
  infoKey,
  invite,
  pause,
  refused,
  resume,
} from '../support/sipp-scenario.ts';
import { until } from '../support/supervisor.ts';

const instance = useInstance();

const GREETING = 'Welcome to the reception of this company.';
const reception = (id: string) =>
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'greeting' } },
      greeting: { step: 'play', settings: { sounds: [{ say: GREETING }], bargeIn: 'none' }, to: { next: 'menu' } },
      menu: {
        step: 'menu',
        settings: {
          prompt: { say: 'Press one or two.' },
          options: [
            { id: 'sales', key: '1' },
            { id: 'code', key: '2' },
          ],
          tries: 2,
          noInputMs: 1_000,
        },
        to: { 'options:sales': 'sales', 'options:code': 'code', noInput: 'silent', invalid: 'wrong' },
      },
      code: {
        step: 'collect',
        settings: { prompt: { say: 'Your code.' }, max: 6, nextKeyMs: 2_000, variable: 'code' },
        to: { collected: 'thanks', noInput: 'silent', invalid: 'wrong' },
      },
      sales: { step: 'hang-up', settings: { prompt: { say: 'Sales.' } } },
      thanks: { step: 'hang-up', settings: { prompt: { say: 'Thanks.' } } },
      silent: { step: 'hang-up' },
      wrong: { step: 'hang-up' },
    },
    { id, variables: [{ name: 'code', type: 'text' }] },
  );

// One extension for each test, so that each finds its own records.
const extensions = ['info', 'rfc4733', 'bye', 'cancel', 'hold', 'silent', 'wrong', 'fifty'];
let greetingMs = 0;
beforeAll(async () => {
  for (const extension of extensions) await instance().publish(reception(extension), extension);
  await instance().publish(
    flowOf(
      {
        start: { step: 'incoming-call', to: { next: 'busy' } },
        busy: { step: 'hang-up', settings: { reason: 'busy' } },
      },
      { id: 'busy' },
    ),
    'busy',
  );
  // The first caller has the prompts rendered.
  await instance().publish(reception('first'), 'first');
  await call('first', [invite(), answered(), byeFromCallee(20_000)]);
  const [record] = await recordsOf(instance(), 'first', 1);
  const greeting = record?.trace.find(({ nodeId }) => nodeId === 'greeting');
  greetingMs = (greeting?.leftMs ?? 0) - (greeting?.enteredMs ?? 0);
  expect(greetingMs).toBeGreaterThan(1_500);
}, 60_000);

const call = (extension: string, parts: SippOptions['parts'], more: Partial<SippOptions> = {}) =>
  runSipp({ sip: instance().sip, extension, parts, ...more });
const good = (successful: number) => ({ successful, failed: 0, retransmissions: 0, errors: '' });

// The next ones run side by side; the last test looks at what they all leave.

test.concurrent('a caller goes through the menu with keys by SIP INFO', async () => {
  const keys = [...'2', ...'4711#'].flatMap((key) => [infoKey(key), pause(150)]);
  const result = await call('info', [invite(), answered(), pause(greetingMs + 300), ...keys, byeFromCallee()]);
  expect(result).toMatchObject(good(1));
  const records = await recordsOf(instance(), 'info', 1);
  expect(records.map(pathOf)).toEqual(['start greeting menu code thanks']);
  expect(records.map(keysOf)).toEqual(['24711#']);
  expect(records[0]?.variables).toEqual({ code: '4711' });
  expect(records[0]?.end).toMatchObject({ by: 'flow' });
});

// SIPp sends RFC 4733 through a raw socket, which only root may open; the robot caller's Asterisk sends it for everybody.
test.concurrent('a caller goes through the menu with keys by RFC 4733', async () => {
  const robot = await startRobot(await realAsterisk());
  try {
    const target = { ...instance().sip, extension: 'rfc4733' };
    const report = await robot.call({ target, plan: parseKeyPlan('2 4711#') });
    expect(report.endedBy).toBe('callee');
    expect(report.undone).toEqual([]);
  } finally {
    await robot.stop();
  }
  const records = await recordsOf(instance(), 'rfc4733', 1);
  expect(records.map(pathOf)).toEqual(['start greeting menu code thanks']);
  expect(records.map(keysOf)).toEqual(['24711#']);
  expect(records[0]?.variables).toEqual({ code: '4711' });
  expect(records[0]?.end).toMatchObject({ by: 'flow' });
});

test.concurrent('a caller who hangs up during the prompt ends the call there', async () => {
  expect(await call('bye', [invite(), answered(), pause(700), bye()])).toMatchObject(good(1));
  const records = await recordsOf(instance(), 'bye', 1);
  expect(records.map(pathOf)).toEqual(['start greeting']);
  expect(records[0]?.end).toMatchObject({ by: 'caller' });
  expect((records[0]?.endedMs ?? 0) - (records[0]?.answeredMs ?? 0)).toBeLessThan(1_500);
});

test.concurrent('fifty callers who give up just when the call is answered leave nothing behind', async () => {
  // The flow answers within milliseconds, so that many a CANCEL meets the answer on its way.
  const results = await Promise.all(
    [1, 2, 3, 4, 5, 6, 8, 10, 15, 20].map((ms) => call('cancel', [invite(), cancelAfter(ms)], { calls: 5 })),
  );
  expect(results).toMatchObject(results.map(() => ({ successful: 5, failed: 0, errors: '' })));
  await until('a record', async () => (await recordsSoFar(instance(), 'cancel')).length > 0, 5_000);
  const records = await recordsSoFar(instance(), 'cancel');
  expect(records.map(({ end }) => end?.by)).toEqual(records.map(() => 'caller'));
});

test.concurrent('a caller is told that the flow turns the call away', async () => {
  expect(await call('busy', [invite(), refused(486)])).toMatchObject(good(1));
  const records = await recordsOf(instance(), 'busy', 1);
  expect(records.map(pathOf)).toEqual(['start busy']);
  expect(records[0]?.answeredMs).toBeUndefined();
});

test.concurrent('a caller who holds the call in a prompt and comes back is still in the flow', async () => {
  const parts = [invite(), answered(), pause(500), hold(), pause(600), resume(), pause(greetingMs), infoKey('1')];
  expect(await call('hold', [...parts, byeFromCallee()])).toMatchObject(good(1));
  const records = await recordsOf(instance(), 'hold', 1);
  expect(records.map(pathOf)).toEqual(['start greeting menu sales']);
  expect(records[0]?.end).toMatchObject({ by: 'flow' });
});

test.concurrent('a caller who presses no key leaves the menu by noInput', async () => {
  expect(await call('silent', [invite(), answered(), byeFromCallee(20_000)])).toMatchObject(good(1));
  const records = await recordsOf(instance(), 'silent', 1);
  expect(records.map(pathOf)).toEqual(['start greeting menu silent']);
  expect(records[0]?.trace.find(({ nodeId }) => nodeId === 'menu')).toMatchObject({
    exit: 'noInput',
    data: { tries: 2 },
  });
  expect(records.map(keysOf)).toEqual(['']);
  expect(records[0]?.end).toMatchObject({ by: 'flow' });
});

test.concurrent('a caller who presses only wrong keys leaves the menu by invalid', async () => {
  const parts = [invite(), answered(), pause(greetingMs + 300), infoKey('8'), pause(300), infoKey('9')];
  expect(await call('wrong', [...parts, byeFromCallee()])).toMatchObject(good(1));
  const records = await recordsOf(instance(), 'wrong', 1);
  expect(records.map(pathOf)).toEqual(['start greeting menu wrong']);
  expect(records[0]?.trace.find(({ nodeId }) => nodeId === 'menu')).toMatchObject({
    exit: 'invalid',
    data: { lastKey: '9' },
  });
  expect(records.map(keysOf)).toEqual(['89']);
});

test('fifty callers at once each go through the menu', async () => {
  const parts = [invite(), answered(), pause(greetingMs + 700), infoKey('1'), byeFromCallee()];
  const result = await call('fifty', parts, { calls: 50 });
  expect(result).toMatchObject({ successful: 50, failed: 0 });
  const records = await recordsOf(instance(), 'fifty', 50);
  expect(records.map(pathOf)).toEqual(Array(50).fill('start greeting menu sales'));
  expect(records.map(keysOf)).toEqual(Array(50).fill('1'));
  expect(records.map(({ end }) => end?.by)).toEqual(Array(50).fill('flow'));
});

test('afterwards Asterisk has nothing left of all these calls', async () => {
  const records = (await Promise.all(extensions.map((extension) => recordsSoFar(instance(), extension)))).flat();
  expect(records.length).toBeGreaterThan(57);
  expect(records.map(({ events }) => events.filter(({ type }) => type === 'call.ended').length)).toEqual(
    records.map(() => 1),
  );
  await expectQuiet(instance(), records);
});
