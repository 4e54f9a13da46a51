import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { steps } from '#plugins/index';
import { Flow } from '#runtime/flow/schema';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { callFlow } from '#runtime/test-call/call-flow';
import { fliteLibraries } from '../support/flite-libraries.ts';
import { realAsterisk } from '../support/real-asterisk.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'call-flow-'));
});
afterAll(() => rm(folder, { recursive: true }));

const flow = Flow.parse({
  schemaVersion: 1,
  id: 'reception',
  name: 'Reception',
  nodes: [
    { id: 'start', step: 'incoming-call' },
    { id: 'greeting', step: 'play', settings: { sounds: [{ say: 'Welcome to Patchcord.' }] } },
    {
      id: 'menu',
      step: 'menu',
      settings: {
        prompt: { say: 'For sales, press one. For support, press two.' },
        options: [
          { id: 'a', key: '1', label: 'Sales' },
          { id: 'b', key: '2', label: 'Support' },
        ],
      },
    },
    { id: 'sales', step: 'hang-up', settings: { prompt: { say: 'Sales is closed today. Good bye.' } } },
    { id: 'support', step: 'hang-up' },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'greeting' },
    { from: 'greeting', exit: 'next', to: 'menu' },
    { from: 'menu', exit: 'options:a', to: 'sales' },
    { from: 'menu', exit: 'options:b', to: 'support' },
    { from: 'menu', exit: 'noInput', to: 'support' },
    { from: 'menu', exit: 'invalid', to: 'support' },
  ],
});

const call = async (given: Flow, keys: string, more: { say?: string; maxMs?: number } = {}) =>
  callFlow({
    flow: given,
    steps,
    plan: parseKeyPlan(keys, { says: more.say !== undefined }),
    maxMs: 30_000,
    recordTo: join(folder, 'heard.wav'),
    asterisk: await realAsterisk(),
    fliteLibraries: fliteLibraries(),
    log: pino({ level: 'silent' }),
    ...more,
  });

test('a call tells its path, and for each prompt when, how long and how loud it was heard', async () => {
  const result = await call(flow, '1');
  expect(result).toMatchObject({
    ok: true,
    problems: [],
    path: ['start', 'greeting', 'menu', 'sales'],
    end: { by: 'flow' },
    keys: [{ key: '1' }],
  });
  expect(result.answeredMs).toBeLessThan(1_000);
  expect(result.heard.map(({ node }) => node)).toEqual(['greeting', 'menu', 'sales']);
  for (const { levelDbfs } of result.heard) expect(Math.abs(levelDbfs! + 20)).toBeLessThan(2);
  const [greeting, menu, sales] = result.heard;
  expect(greeting!.lengthMs).toBeGreaterThan(900);
  expect(menu!.startMs).toBeGreaterThan(greeting!.startMs + greeting!.lengthMs);
  expect(menu!.lengthMs).toBeGreaterThan(2_000);
  expect(sales!.startMs).toBeGreaterThan(result.keys[0]!.atMs);
  expect(sales!.startMs + sales!.lengthMs).toBeLessThanOrEqual(result.lengthMs + 100);
});

test('a prompt that a key cuts off is heard as long as it was, and the call is ok', async () => {
  const result = await call(flow, 'hear wait:2000 1');
  expect(result).toMatchObject({ ok: true, path: ['start', 'greeting', 'menu', 'sales'] });
  expect(result.heard[1]!.lengthMs).toBeLessThan(1_500);
});

test('a call that the flow does not end is not ok, and says why', async () => {
  const result = await call(flow, '', { maxMs: 1_500 });
  expect(result).toMatchObject({ ok: false, end: { by: 'caller' } });
  expect(result.problems).toContain('The flow did not end the call in time.');
});

test('keys that were not pressed make a call not ok', async () => {
  const result = await call(flow, '2 5');
  expect(result).toMatchObject({ ok: false, path: ['start', 'greeting', 'menu', 'support'] });
  expect(result.problems).toEqual(['The call was over before these keys were pressed: 5.']);
});

test('what the caller says is recorded by the flow', async () => {
  const message = Flow.parse({
    ...flow,
    nodes: [
      { id: 'start', step: 'incoming-call' },
      { id: 'message', step: 'record', settings: {} },
      { id: 'end', step: 'hang-up' },
    ],
    edges: [
      { from: 'start', exit: 'next', to: 'message' },
      { from: 'message', exit: 'recorded', to: 'end' },
      { from: 'message', exit: 'silent', to: 'end' },
    ],
  });
  const result = await call(message, 'wait:1500 say wait:500 #', { say: 'Please call me back.' });
  expect(result).toMatchObject({ ok: true, path: ['start', 'message', 'end'] });
});

test('a flow that can not be compiled is refused with its problem', async () => {
  const broken = Flow.parse({ ...flow, edges: flow.edges.slice(1) });
  await expect(call(broken, '')).rejects.toMatchObject({ code: 'flow-invalid' });
});
