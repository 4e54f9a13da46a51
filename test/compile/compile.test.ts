import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { compileFlow } from '#runtime/compile/compile';
import { limits } from '#runtime/flow/schema';
import type { Step, StepContext } from '#runtime/flow/step';
import { defineStep } from '#runtime/flow/step';
import { simulate } from '#runtime/session/simulate';
import { builtIn, compiled, flowOf, pathOf, run, type ShortNode } from '../support/flow-of.ts';
import { brokenFlow, validFlow } from '../support/random-flow.ts';
import { ask, sampleCatalogue, sampleSteps } from '../support/sample-steps.ts';

// The sample steps run nothing; these two make random flows wait, and fail now and then.
const asking: Step = {
  ...ask,
  async run(ctx) {
    const { call, exit, settings } = ctx as unknown as StepContext<{ prompt: { say: string } }, Record<string, object>>;
    const entered = await call.collect({
      prompt: settings.prompt,
      min: 1,
      max: 1,
      firstKeyMs: 2_000,
      nextKeyMs: 2_000,
    });
    if (entered.kind === 'keys' && entered.keys === '9') throw new Error('Nine is too much.');
    return exit(entered.kind === 'keys' ? 'next' : 'noInput');
  },
};
const steps = new Map([...sampleSteps, asking].map((step) => [step.type, step]));

describe('a random valid flow', () => {
  test('compiles to a state for each node', () => {
    fc.assert(
      fc.property(validFlow, (flow) => {
        const result = compileFlow(flow, sampleCatalogue);
        expect(result.ok || result.issues).toBe(true);
        if (result.ok)
          expect(Object.keys(result.compiled.json.states).sort()).toEqual(
            ['$ended', '$failed', ...flow.nodes.map(({ id }) => id)].sort(),
          );
      }),
    );
  });

  test('runs to an end, whatever keys are pressed, within the limits', async () => {
    const presses = fc.array(fc.constantFrom('1', '5', '9', '*'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(validFlow, presses, fc.boolean(), async (flow, keys, hangUp) => {
        const result = compileFlow(flow, sampleCatalogue);
        if (!result.ok) throw new Error(JSON.stringify(result.issues));
        const actions = [...keys.map((press) => ({ press })), ...(hangUp ? [{ hangUp: true as const }] : [])];
        const { record } = await simulate({ compiled: result.compiled, steps, script: { actions } });
        expect(record.end).toBeDefined();
        expect(record.end?.code).not.toBe('stuck');
        expect(record.end?.code).not.toBe('machine-error');
        expect(record.trace.length).toBeLessThanOrEqual(limits.stepsPerCall);
        expect(record.events.filter((event) => event.type === 'call.ended')).toHaveLength(1);
        expect(record.events.at(-1)?.type).toBe('call.ended');
      }),
      { numRuns: 60 },
    );
  });
});

test('a random broken flow gives issues, never an exception', () => {
  fc.assert(
    fc.property(brokenFlow, ({ flow, code }) => {
      const result = compileFlow(flow, sampleCatalogue);
      expect(result).toMatchObject({ ok: false, issues: expect.arrayContaining([expect.objectContaining({ code })]) });
    }),
  );
});

test('a flow that is no flow at all gives issues too', () => {
  expect(compileFlow(flowOf({}), builtIn)).toMatchObject({ ok: false, issues: [{ code: 'entry-missing' }] });
});

test('a cycle without a waiting step is rejected, with one it is not', () => {
  const loop = (middle: ShortNode) =>
    flowOf(
      {
        start: { step: 'incoming-call', to: { next: 'set' } },
        set: {
          step: 'set-variable',
          settings: { assignments: [{ id: 'a', variable: 'n', value: 'vars.n + 1' }] },
          to: { next: 'middle' },
        },
        middle,
        end: { step: 'hang-up' },
      },
      { variables: [{ name: 'n', type: 'number', default: 0 }] },
    );
  const rules = [{ id: 'r', when: 'vars.n > 3' }];
  const hurried = loop({ step: 'branch', settings: { rules }, to: { 'rules:r': 'end', otherwise: 'set' } });
  expect(compileFlow(hurried, builtIn)).toMatchObject({ ok: false, issues: [{ code: 'loop-without-waiting' }] });
  const asked = loop({
    step: 'menu',
    settings: { prompt: { say: 'Again?' }, options: [{ id: 'o', key: '1' }] },
    to: { 'options:o': 'set', noInput: 'end', invalid: 'end' },
  });
  expect(compileFlow(asked, builtIn).ok).toBe(true);
});

describe('an exit that the step never declared', () => {
  const stray = defineStep({
    type: 'stray',
    version: 1,
    title: 'Stray',
    group: 'logic',
    icon: 'square',
    summary: 'Leaves by an exit that it does not have.',
    settings: z.strictObject({}),
    exits: { next: {} },
    traits: {},
    run: async () => ({ exit: 'sideways' }),
  });
  const nodes = (to: Record<string, string>) => ({
    start: { step: 'incoming-call', to: { next: 'stray' } },
    stray: { step: 'stray', to: { next: 'end', ...to } },
    end: { step: 'hang-up' },
    ...(to.failed === undefined ? {} : { [to.failed]: { step: 'hang-up' } }),
  });

  test("leads where the node's failed exit leads", async () => {
    const call = await run(flowOf(nodes({ failed: 'other' })), [], { extra: [stray] });
    expect(pathOf(call)).toEqual(['start', 'stray', 'other']);
  });

  test('ends the call as failed where nothing handles it', async () => {
    const call = await run(flowOf(nodes({})), [], { extra: [stray] });
    expect(call.record.end).toMatchObject({ by: 'failed', code: 'exit-unwired' });
  });
});

test('a thousand nodes compile in a fraction of a second', () => {
  const count = 1_000;
  const nodes = Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, ShortNode] => [
      `n${index}`,
      {
        step: 'menu',
        settings: { prompt: { say: `Menu ${index}` }, options: [{ id: 'o', key: '1', label: 'On' }] },
        to: { 'options:o': index + 1 < count ? `n${index + 1}` : 'end', noInput: 'end', invalid: 'end' },
      },
    ]),
  );
  const flow = flowOf({ start: { step: 'incoming-call', to: { next: 'n0' } }, ...nodes, end: { step: 'hang-up' } });
  compiled(flow);
  const startedMs = performance.now();
  expect(compiled(flow).nodes.size).toBe(count + 2);
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});
