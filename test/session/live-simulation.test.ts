import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { CallEnd, CallEvent } from '#runtime/flow/record';
import type { SimulationAct, SimulationWaiting } from '#runtime/flow/simulation';
import { defineStep } from '#runtime/flow/step';
import { LiveSimulation, type LiveSimulationOptions } from '#runtime/session/live-simulation';
import { compiled, flowOf, stepsByType } from '../support/flow-of.ts';

const ask = defineStep({
  type: 'ask',
  version: 1,
  title: 'Ask a server',
  group: 'data',
  icon: 'globe',
  summary: 'Asks a server.',
  settings: z.strictObject({}),
  exits: { ok: { data: z.strictObject({ status: z.int(), body: z.string() }) }, none: {} },
  traits: { waits: true, deadlineMs: 5_000 },
  async run(ctx) {
    try {
      const { status, body } = await ctx.http({ method: 'POST', url: 'https://example.com/stock', body: 'x' });
      return ctx.exit('ok', { status, body });
    } catch (error) {
      ctx.log.warn(String(error));
      return ctx.exit('none');
    }
  },
});

const menu = flowOf({
  start: { step: 'incoming-call', to: { next: 'menu' } },
  menu: {
    step: 'menu',
    settings: {
      prompt: { say: 'Please press one.' },
      options: [{ id: 'one', key: '1', label: 'One' }],
      tries: 1,
    },
    to: { 'options:one': 'record', noInput: 'bye', invalid: 'bye' },
  },
  record: { step: 'record', settings: { beep: false, silenceMs: 2_000 }, to: { recorded: 'bye', silent: 'bye' } },
  bye: { step: 'hang-up' },
});
const server = flowOf({
  start: { step: 'incoming-call', to: { next: 'ask' } },
  ask: { step: 'ask', to: { ok: 'bye', none: 'bye' } },
  bye: { step: 'hang-up' },
});

const running: LiveSimulation[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.stop();
});

function begin(flow = menu, options: Partial<LiveSimulationOptions> = {}) {
  const events: CallEvent[] = [];
  const waits: SimulationWaiting[] = [];
  const ends: CallEnd[] = [];
  const simulation = new LiveSimulation({
    compiled: compiled(flow, [ask]),
    steps: stepsByType([ask]),
    startMs: Date.parse('2030-01-07T09:00:00Z'),
    ports: { hours: () => Promise.reject(new Error('none')) },
    onEvent: (event) => events.push(event),
    onWaiting: (waiting) => waits.push(waiting),
    onEnded: (end) => ends.push(end),
    ...options,
  });
  running.push(simulation);
  simulation.start();
  const waitsFor = async (what: SimulationWaiting['for']) => {
    await vi.waitFor(() => expect(waits.at(-1)?.for).toBe(what), { timeout: 3_000, interval: 5 });
    return waits.at(-1) as SimulationWaiting;
  };
  const exits = () => events.flatMap((event) => (event.type === 'step.left' ? [`${event.nodeId} ${event.exit}`] : []));
  return { simulation, events, waits, ends, waitsFor, exits, act: (act: SimulationAct) => simulation.act(act) };
}

describe('a simulated call in the hand of a person', () => {
  it('plays a prompt for as long as it would, waits for keys, then for speech, and ends', async () => {
    const { act, waitsFor, exits, ends, waits } = begin(menu, { speed: 10 });
    const prompt = await waitsFor('prompt');
    expect(prompt).toMatchObject({ nodeId: 'menu', text: 'Please press one.' });
    const begunAt = performance.now();
    const keys = await waitsFor('keys');
    const lengthMs = (prompt.untilMs ?? 0) - prompt.atMs;
    expect(lengthMs).toBeGreaterThan(1_000);
    // Ten times as fast as real.
    expect(performance.now() - begunAt).toBeGreaterThan(lengthMs / 10 - 30);
    expect(performance.now() - begunAt).toBeLessThan(lengthMs / 10 + 400);
    expect(keys.atMs - prompt.atMs).toBeGreaterThanOrEqual(lengthMs);
    act({ type: 'press', keys: '1' });
    await waitsFor('speech');
    act({ type: 'say', text: 'Hello, this is Ada, please call me back.' });
    act({ type: 'advance', ms: 10_000 });
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'flow' }]));
    expect(exits().slice(0, 3)).toEqual(['start next', 'menu options:one', 'record recorded']);
    expect(waits.every(({ nodeId }) => nodeId !== '')).toBe(true);
  });

  it('leaves it to the person what somebody does whom the call dials', async () => {
    const flow = flowOf({
      start: { step: 'incoming-call', to: { next: 'sales' } },
      sales: {
        step: 'transfer',
        settings: { to: { kind: 'number', value: '+4930123456' } },
        to: { ended: 'sales', busy: 'bye', noAnswer: 'bye', rejected: 'bye' },
      },
      bye: { step: 'hang-up' },
    });
    const { act, waitsFor, waits, exits, ends } = begin(flow);
    expect(await waitsFor('callee')).toMatchObject({ nodeId: 'sales', callee: 'ringing' });
    expect(act({ type: 'callee', does: 'hangUp' })).toBe(false);
    expect(act({ type: 'callee', does: 'answer' })).toBe(true);
    await vi.waitFor(() => expect(waits.at(-1)).toMatchObject({ for: 'callee', callee: 'talking' }));
    act({ type: 'callee', does: 'hangUp' });
    await vi.waitFor(() => expect(waits.at(-1)).toMatchObject({ for: 'callee', callee: 'ringing' }));
    act({ type: 'callee', does: 'busy' });
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'flow' }]));
    expect(exits()).toEqual(['start next', 'sales ended', 'sales busy', 'bye ended']);
  });

  it('jumps ahead when asked to: silence leads out by noInput', async () => {
    const { act, waitsFor, exits, ends } = begin();
    await waitsFor('prompt');
    act({ type: 'advance', ms: 60_000 });
    await vi.waitFor(() => expect(ends).toHaveLength(1));
    expect(exits()).toContain('menu noInput');
  });

  it('is interrupted by a key in the prompt, at the moment of the key', async () => {
    const { act, waitsFor, exits, events } = begin();
    const prompt = await waitsFor('prompt');
    await sleep(200);
    act({ type: 'press', keys: '1' });
    await waitsFor('speech');
    expect(exits()).toContain('menu options:one');
    const key = events.find((event) => event.type === 'key.pressed');
    const afterMs = (key?.atMs ?? 0) - prompt.atMs;
    expect(afterMs).toBeGreaterThanOrEqual(150);
    expect(afterMs).toBeLessThan(600);
  });

  it('stands still while it is paused, and goes on where it was', async () => {
    const { act, waitsFor, waits } = begin(menu, { paused: true });
    const prompt = await waitsFor('prompt');
    await sleep(300);
    expect(waits).toHaveLength(1);
    act({ type: 'speed', factor: 20 });
    act({ type: 'resume' });
    const keys = await waitsFor('keys');
    const lateMs = keys.atMs - (prompt.untilMs ?? 0);
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(1_000);
    act({ type: 'pause' });
    const { length } = waits;
    await sleep(500);
    expect(waits).toHaveLength(length);
  });

  it('ends when the caller hangs up', async () => {
    const { act, waitsFor, ends } = begin();
    await waitsFor('prompt');
    act({ type: 'hangUp' });
    act({ type: 'advance', ms: 5_000 });
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'caller' }]));
  });

  it('lets the person play the server that the flow asks, and time stands still until the answer', async () => {
    const { act, waitsFor, events, ends, simulation } = begin(server, { speed: 50 });
    const http = await waitsFor('http');
    expect(http.request).toEqual({ method: 'POST', url: 'https://example.com/stock', body: 'x' });
    // At this speed ten seconds would have passed, and with them the step's time.
    await sleep(250);
    expect(ends).toEqual([]);
    expect(act({ type: 'answer', answer: { status: 201, headers: {}, body: 'three' } })).toBe(true);
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'flow' }]));
    expect(events.find((event) => event.type === 'step.left' && event.nodeId === 'ask')).toMatchObject({
      exit: 'ok',
      data: { status: 201, body: 'three' },
    });
    expect(simulation.act({ type: 'answer', answer: { failure: 'timeout' } })).toBe(false);
  });

  it('gives a server no answer when the person says so', async () => {
    const { act, waitsFor, exits, ends } = begin(server);
    await waitsFor('http');
    act({ type: 'answer', answer: { failure: 'unreachable' } });
    await vi.waitFor(() => expect(ends).toHaveLength(1));
    expect(exits()).toContain('ask none');
  });
});
