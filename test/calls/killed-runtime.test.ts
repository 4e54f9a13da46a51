import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { startRobot } from '#runtime/robot-caller/robot';
import { getCall, listCalls } from '#runtime/store/calls';
import { useInstance } from '../support/instance.ts';
import { realAsterisk } from '../support/real-asterisk.ts';

const instance = useInstance();

const greeting =
  'Welcome to the test line of a company that talks for quite a while before it comes to the point of its menu.';
const flow = Flow.parse({
  schemaVersion: 1,
  id: 'kill-test',
  name: 'Kill test',
  nodes: [
    { id: 'start', step: 'incoming-call' },
    { id: 'greeting', step: 'play', settings: { sounds: [{ say: greeting }] } },
    {
      id: 'menu',
      step: 'menu',
      settings: {
        prompt: { say: 'Press one to go on.' },
        options: [{ id: 'one', key: '1', label: 'On' }],
        noInputMs: 20_000,
      },
    },
    { id: 'bye', step: 'hang-up', settings: { prompt: { say: 'Thank you. Good bye.' } } },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'greeting' },
    { from: 'greeting', exit: 'next', to: 'menu' },
    { from: 'menu', exit: 'options:one', to: 'bye' },
    { from: 'menu', exit: 'noInput', to: 'bye' },
    { from: 'menu', exit: 'invalid', to: 'bye' },
  ],
});

test('twenty calls in a prompt or a menu go on where they were when the runtime is killed', async () => {
  const { supervisor, store, sip, publish } = instance();
  await publish(flow, '500');
  const robot = await startRobot(await realAsterisk());
  try {
    // The first caller has the prompts rendered.
    const undisturbed = await robot.call({ target: { ...sip, extension: '500' }, plan: parseKeyPlan('1') });
    const call = (plan: string) =>
      robot.call({ target: { ...sip, extension: '500' }, plan: parseKeyPlan(plan), maxMs: 60_000 });
    // Their key comes when the calls must go on again: 3 s after the kill, and a little.
    const inMenu = Array.from({ length: 10 }, () => call('wait:15000 1'));
    await sleep(9_000);
    const inPrompt = Array.from({ length: 10 }, () => call('wait:12000 1'));
    await sleep(2_500);
    const killedMs = Date.now();
    const killed = supervisor.status().runtime?.pid ?? 0;
    process.kill(killed, 'SIGKILL');
    const reports = await Promise.all([...inMenu, ...inPrompt]);
    expect(reports.map((report) => report.endedBy)).toEqual(reports.map(() => 'callee'));

    await expect
      .poll(async () => (await listCalls(store.db, {}, 100)).filter((row) => row.endedAt !== null).length)
      .toBe(21);
    const rows = await listCalls(store.db, {}, 100);
    const records = (await Promise.all(rows.map((row) => getCall(store.db, row.id)))).flatMap((record) => record ?? []);
    const resumed = records.filter((record) => record.events.some((event) => event.type === 'call.resumed'));
    expect(resumed).toHaveLength(20);
    expect(records.map((record) => record.end?.by)).toEqual(records.map(() => 'flow'));
    expect(records.map((record) => record.trace.map((step) => step.nodeId))).toEqual(
      records.map(() => ['start', 'greeting', 'menu', 'bye']),
    );
    const resumedMs = records.flatMap((record) =>
      record.events.flatMap((event) => (event.type === 'call.resumed' ? event.atMs - killedMs : [])),
    );
    expect(Math.max(...resumedMs)).toBeLessThan(3_000);
    // The greeting and the menu's prompt are one stretch of sound. Nobody heard a part of it twice, or not at all.
    const lengths = reports.map((report) => report.heard.map((segment) => segment.lengthMs));
    const expected = undisturbed.heard.map((segment) => segment.lengthMs);
    expect(lengths.map((each) => each.length)).toEqual(lengths.map(() => expected.length));
    const differences = lengths.flatMap((each) => each.map((ms, index) => Math.abs(ms - (expected[index] ?? 0))));
    expect(Math.max(...differences)).toBeLessThan(150);
  } finally {
    await robot.stop();
  }
}, 120_000);
