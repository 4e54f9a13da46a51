import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { limits } from '#runtime/flow/schema';
import type { StepContext } from '#runtime/flow/step';
import { defineStep } from '#runtime/flow/step';
import type { ShortNode } from '../support/flow-of.ts';
import { compiled, flowOf, leftBy, pathOf, run } from '../support/flow-of.ts';
import { lengthOf, SimulatedSession } from '../support/simulated-session.ts';

const about = {
  version: 1,
  group: 'logic',
  icon: 'square',
  summary: 'For this test.',
  settings: z.strictObject({}),
} as const;

describe('a call that takes too many steps is ended as failed', () => {
  test('after 50 in a row that do not wait', async () => {
    const count = limits.stepsWithoutWaiting + 10;
    const chain = Object.fromEntries(
      Array.from({ length: count }, (_, index): [string, ShortNode] => [
        `n${index}`,
        { step: 'answer', to: { next: index + 1 < count ? `n${index + 1}` : 'end' } },
      ]),
    );
    const { record } = await run(
      flowOf({ start: { step: 'incoming-call', to: { next: 'n0' } }, ...chain, end: { step: 'hang-up' } }),
    );
    expect(record.end).toMatchObject({ by: 'failed', code: 'step-limit' });
    expect(record.trace).toHaveLength(limits.stepsWithoutWaiting);
  });

  test('after 1,000 in all', async () => {
    const { record } = await run(
      flowOf({
        start: { step: 'incoming-call', to: { next: 'again' } },
        again: { step: 'play', settings: { sounds: [{ say: 'Again.' }] }, to: { next: 'again' } },
      }),
    );
    expect(record.end).toMatchObject({ by: 'failed', code: 'step-limit' });
    expect(record.trace).toHaveLength(limits.stepsPerCall);
  });
});

describe('a step past its deadline', () => {
  type Body = (ctx: StepContext<Record<string, never>, { next: object }>) => Promise<unknown>;
  const slow = (body: Body) =>
    defineStep({
      ...about,
      type: 'slow',
      title: 'Slow',
      exits: { next: {} },
      traits: { needs: 'answered', deadlineMs: 1_000 },
      async run(ctx) {
        await body(ctx);
        return ctx.exit('next');
      },
    });
  const nodes: Record<string, ShortNode> = {
    start: { step: 'incoming-call', to: { next: 'slow' } },
    slow: { step: 'slow', to: { next: 'end', failed: 'menu' } },
    menu: {
      step: 'menu',
      settings: { prompt: { say: 'Press 1.' }, options: [{ id: 'a', key: '1' }], tries: 1 },
      to: { 'options:a': 'end', noInput: 'end', invalid: 'end' },
    },
    end: { step: 'hang-up' },
  };

  test.each<[string, Body]>([
    ['plays', ({ call }) => call.play({ say: 'x'.repeat(100) })],
    ['listens', ({ call }) => call.collect({ min: 1, max: 1, firstKeyMs: 9_000, nextKeyMs: 9_000 })],
    ['records', ({ call }) => call.record({ maxMs: 9_000 })],
    ['sleeps', (ctx) => ctx.sleep(9_000)],
    ['never ends', () => new Promise(() => {})],
  ])('that %s leaves by failed, and disturbs the next one no more', async (_, body) => {
    const extra = [slow(body)];
    const call = await new SimulatedSession(compiled(flowOf(nodes), extra), { extra }).run(1_001);
    expect(call.record.trace[1]).toMatchObject({
      nodeId: 'slow',
      exit: 'failed',
      data: { code: 'deadline' },
      leftMs: call.startMs + 1_000,
    });
    // Only the menu's own prompt is to be heard.
    expect(call.driver.running).toBe(1);
    await call.run();
    expect(call.record.trace[2]).toMatchObject({ nodeId: 'menu', exit: 'noInput' });
    const { enteredMs = 0, leftMs = 0 } = call.record.trace[2] ?? {};
    expect(leftMs - enteredMs).toBe(lengthOf('Press 1.') + 6_000);
    await call.drain();
    const last = call.events.findLast((event) => 'nodeId' in event && event.nodeId === 'slow');
    expect(last?.type).toBe('step.left');
  });
});

describe('the error handler', () => {
  const failing = { step: 'branch', settings: { rules: [{ id: 'a', when: '1 + 1' }] } };

  test('runs at most three times, also for an error inside it', async () => {
    const call = await run(
      flowOf({
        start: { step: 'incoming-call', to: { next: 'wrong' } },
        wrong: { ...failing, to: { 'rules:a': 'end', otherwise: 'end' } },
        oops: { step: 'on-error', to: { next: 'worse' } },
        worse: { ...failing, to: { 'rules:a': 'end', otherwise: 'end' } },
        end: { step: 'hang-up' },
      }),
    );
    expect(pathOf(call)).toEqual(['start', 'wrong', 'oops', 'worse', 'oops', 'worse', 'oops', 'worse']);
    expect(call.record.end).toMatchObject({
      by: 'failed',
      code: 'condition-not-boolean',
      message: expect.stringMatching(/^worse: /),
    });
  });

  test('is not asked where the failed exit is wired', async () => {
    const call = await run(
      flowOf({
        start: { step: 'incoming-call', to: { next: 'wrong' } },
        wrong: { ...failing, to: { 'rules:a': 'end', otherwise: 'end', failed: 'end' } },
        oops: { step: 'on-error', to: { next: 'end' } },
        end: { step: 'hang-up' },
      }),
    );
    expect(pathOf(call)).toEqual(['start', 'wrong', 'end']);
  });

  test('hears of an optional exit that leads nowhere', async () => {
    const shy = defineStep({
      ...about,
      type: 'shy',
      title: 'Shy',
      exits: { next: {}, other: { optional: true } },
      traits: {},
      run: async (ctx) => ctx.exit('other'),
    });
    const call = await run(
      flowOf({
        start: { step: 'incoming-call', to: { next: 'shy' } },
        shy: { step: 'shy', to: { next: 'end' } },
        oops: { step: 'on-error', to: { next: 'end' } },
        end: { step: 'hang-up' },
      }),
      [],
      { extra: [shy] },
    );
    expect(leftBy(call, 'oops').data).toMatchObject({ nodeId: 'shy', code: 'exit-unwired' });
  });
});
