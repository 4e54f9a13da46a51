import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineStep } from '#runtime/flow/step';
import type { ShortNode } from '../support/flow-of.ts';
import { compiled, flowOf } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

const about = {
  version: 1,
  group: 'logic',
  icon: 'square',
  summary: 'For this test.',
  settings: z.strictObject({}),
} as const;
/** Lets the phone ring for a second. */
const ring = defineStep({
  ...about,
  type: 'ring',
  title: 'Ring',
  exits: { next: {} },
  traits: { waits: true },
  async run(ctx) {
    await ctx.sleep(1_000);
    return ctx.exit('next');
  },
});
/** Never comes to an end, and does not care that the caller is gone. */
const deaf = defineStep({
  ...about,
  type: 'deaf',
  title: 'Deaf',
  exits: { next: {} },
  traits: {},
  run: () => new Promise(() => {}),
});
const extra = [ring, deaf];

const note: Record<string, ShortNode> = {
  gone: { step: 'on-hang-up', to: { next: 'note' } },
  note: {
    step: 'set-variable',
    settings: { assignments: [{ id: 'a', variable: 'noted', value: 'vars.noted + 1' }] },
    to: { next: 'end' },
  },
};
const flow = compiled(
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'ring' } },
      ring: { step: 'ring', to: { next: 'welcome' } },
      welcome: { step: 'play', settings: { sounds: [{ say: 'Welcome.' }] }, to: { next: 'menu' } },
      menu: {
        step: 'menu',
        settings: { prompt: { say: 'Press 1.' }, options: [{ id: 'a', key: '1' }] },
        to: { 'options:a': 'number', noInput: 'end', invalid: 'end' },
      },
      number: {
        step: 'collect',
        settings: { prompt: { say: 'Two.' }, min: 2, max: 2 },
        to: { collected: 'message', noInput: 'end', invalid: 'end' },
      },
      message: { step: 'record', settings: { prompt: { say: 'Go.' } }, to: { recorded: 'end', silent: 'end' } },
      end: { step: 'hang-up', settings: { prompt: { say: 'Bye.' } } },
      ...note,
    },
    { variables: [{ name: 'noted', type: 'number', default: 0 }] },
  ),
  extra,
);
const actions = [{ press: '1' }, { press: '12' }, { speak: 'A message.' }];

describe("the caller's hang-up", async () => {
  const whole = await new SimulatedSession(flow, { extra, actions }).run();
  const lengthMs = (whole.record.endedMs ?? 0) - whole.startMs;
  const moments = Array.from({ length: Math.ceil(lengthMs / 50) }, (_, index) => index * 50);

  test('at any moment of the call leaves nothing running, and is handled once', async () => {
    expect(lengthMs).toBeGreaterThan(10_000);
    for (const atMs of moments) {
      const call = await new SimulatedSession(flow, { extra, actions }).run(atMs);
      call.driver.callerHangsUp();
      await call.run();
      const { record } = call;
      expect([atMs, call.ended, call.driver.running]).toEqual([atMs, 1, 0]);
      expect([atMs, record.end?.by]).toEqual([atMs, 'caller']);
      expect([atMs, record.variables.noted]).toEqual([atMs, 1]);
      expect(record.events.filter((event) => event.type === 'call.ended')).toHaveLength(1);
      expect((record.endedMs ?? 0) - call.startMs).toBe(atMs);
    }
  });

  test('leaves no timer either', async () => {
    for (const atMs of moments.filter((each) => each % 500 === 0)) {
      // No script: the caller's own plans are timers too.
      const call = new SimulatedSession(flow, { extra });
      await call.run(atMs);
      if (call.ended > 0) continue;
      call.driver.callerHangsUp();
      await call.run();
      expect([atMs, call.clock.pending]).toEqual([atMs, 0]);
    }
  });

  test('keeps a recording that was under way', async () => {
    const call = await new SimulatedSession(flow, { extra, actions }).run();
    const recording = call.record.events.find((event) => event.type === 'operation.started' && event.kind === 'record');
    const atMs = (recording?.atMs ?? 0) - call.startMs + 1_500;
    const cut = await new SimulatedSession(flow, { extra, actions }).run(atMs);
    cut.driver.callerHangsUp();
    await cut.run();
    expect(cut.record.recordings).toMatchObject([{ nodeId: 'message', durationMs: 1_500 }]);
    expect(cut.record.trace.find(({ nodeId }) => nodeId === 'message')).toMatchObject({
      exit: 'recorded',
      data: { endedBy: 'hangUp' },
    });
  });
});

test('a step that ignores the hang-up is left behind after two seconds', async () => {
  const stubborn = compiled(
    flowOf(
      {
        start: { step: 'incoming-call', to: { next: 'deaf' } },
        deaf: { step: 'deaf', to: { next: 'end' } },
        end: { step: 'hang-up' },
        ...note,
      },
      { variables: [{ name: 'noted', type: 'number', default: 0 }] },
    ),
    extra,
  );
  const call = await new SimulatedSession(stubborn, { extra }).run(1_000);
  call.driver.callerHangsUp();
  await call.run();
  expect(call.record.variables.noted).toBe(1);
  expect((call.record.endedMs ?? 0) - call.startMs).toBe(3_000);
  expect(call.clock.pending).toBe(0);
});

test('what a step that was left behind comes to is ignored, also where the call is in a node with such an exit', async () => {
  const exits: (() => void)[] = [];
  const late = defineStep({
    ...about,
    type: 'late',
    title: 'Late',
    exits: { next: {} },
    traits: {},
    run: (ctx) => new Promise((resolve) => exits.push(() => resolve(ctx.exit('next')))),
  });
  const handled = compiled(
    flowOf({
      start: { step: 'incoming-call', to: { next: 'before' } },
      before: { step: 'late', to: { next: 'end' } },
      gone: { step: 'on-hang-up', to: { next: 'after' } },
      after: { step: 'late', to: { next: 'end' } },
      end: { step: 'hang-up' },
    }),
    [late],
  );
  const call = await new SimulatedSession(handled, { extra: [late] }).run(1_000);
  call.driver.callerHangsUp();
  await call.run(4_000);
  exits[0]?.();
  await call.run(5_000);
  expect([call.session.nodeId, call.ended]).toEqual(['after', 0]);
  exits[1]?.();
  await call.run();
  expect(call.record.trace.map(({ nodeId, exit }) => [nodeId, exit])).toEqual([
    ['start', 'next'],
    ['before', undefined],
    ['gone', 'next'],
    ['after', 'next'],
    ['end', 'ended'],
  ]);
});

test('the hang-up of the flow is not one of the caller', async () => {
  const call = await new SimulatedSession(flow, { extra }).run();
  expect(call.record.variables.noted).toBe(0);
  expect(call.record.end).toMatchObject({ by: 'flow' });
  expect(call.driver.gone).toBe(true);
});
