import * as z from 'zod';
import { catalogueOf } from '#runtime/flow/catalogue';
import { Expression, Prompt, Text } from '#runtime/flow/prompt';
import { VariableName } from '#runtime/flow/schema';
import { defineStep, type Step, type StepContext } from '#runtime/flow/step';

// A small catalogue with one step of each kind that the flow language knows. Nothing here runs a call.
const about = (type: string) => ({
  type,
  version: 1,
  title: type,
  group: 'logic' as const,
  icon: 'square',
  summary: `The sample step ${type}.`,
});
const leave = (ctx: unknown, name: string) =>
  Promise.resolve((ctx as StepContext<unknown, Record<string, Record<string, never>>>).exit(name));

export const begin = defineStep({
  ...about('begin'),
  settings: z.strictObject({}),
  exits: { next: {} },
  traits: { entry: 'call', needs: 'none' },
  run: (ctx) => leave(ctx, 'next'),
});

export const onError = defineStep({
  ...about('begin-error'),
  settings: z.strictObject({}),
  exits: { next: { optional: true } },
  traits: { entry: 'error', needs: 'none' },
  run: (ctx) => leave(ctx, 'next'),
});

export const onHangUp = defineStep({
  ...about('begin-hang-up'),
  settings: z.strictObject({}),
  exits: { next: { optional: true } },
  traits: { entry: 'hangUp', needs: 'none' },
  run: (ctx) => leave(ctx, 'next'),
});

export const ask = defineStep({
  ...about('ask'),
  settings: z.strictObject({ prompt: Prompt, tries: z.int().min(1).max(9).default(3), note: Text.optional() }),
  exits: { next: { data: z.strictObject({ answer: z.string() }) }, noInput: { optional: true } },
  traits: { waits: true, needs: 'answered' },
  run: (ctx) => leave(ctx, 'next'),
});

export const work = defineStep({
  ...about('work'),
  settings: z.strictObject({
    variable: VariableName.meta({ ui: 'variable' }),
    value: Expression,
    text: Text.optional(),
  }),
  exits: { next: {} },
  traits: { needs: 'none', writes: ['variable'] },
  run: (ctx) => leave(ctx, 'next'),
});

const Way = z.strictObject({
  id: z.string().max(40),
  label: z.string().max(40).default(''),
  when: Expression.meta({ ui: 'expression', roots: ['value'] }),
});
export const choose = defineStep({
  ...about('choose'),
  settings: z.strictObject({ ways: z.array(Way).min(1).max(20) }),
  checks: [
    { rule: 'settings.ways.map(w, w.when).unique()', message: 'Two ways have the same condition.', field: 'ways' },
  ],
  exits: { ways: { each: 'ways', label: 'label' }, otherwise: {} },
  traits: { needs: 'none' },
  run: (ctx) => leave(ctx, 'otherwise'),
});

export const finish = defineStep({
  ...about('finish'),
  settings: z.strictObject({}),
  exits: {},
  traits: { ends: true, needs: 'none' },
  run: () => Promise.resolve({ exit: 'ended' }),
});

export const sampleSteps: readonly Step[] = [begin, onError, onHangUp, ask, work, choose, finish];
export const sampleCatalogue = catalogueOf(sampleSteps);
