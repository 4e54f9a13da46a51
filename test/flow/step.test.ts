import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { catalogueEntry, catalogueOf, exitsOf } from '#runtime/flow/catalogue';
import type { Json } from '#runtime/flow/json';
import type { Exit, Exits, StepContext, StepDefinition, Traits } from '#runtime/flow/step';
import { defineStep } from '#runtime/flow/step';

const about = {
  type: 'sample',
  version: 1,
  title: 'Sample',
  group: 'logic',
  icon: 'square',
  summary: 'A sample.',
} as const;

function define(settings: z.ZodObject, exits: Exits = { next: {} }, traits: Traits = {}, type = 'sample') {
  const run = () => Promise.resolve({ exit: 'next' });
  return () => defineStep({ ...about, type, settings, exits, traits, run } as StepDefinition<z.ZodObject, Exits>);
}
const none = z.strictObject({});

describe('defineStep', () => {
  test.each([
    ['a refine', z.string().refine((text) => text !== 'x'), 'refine'],
    ['a superRefine', z.string().superRefine(() => {}), 'refine'],
    ['a transform', z.string().transform((text) => text.length), 'transform'],
    ['a pipe', z.string().pipe(z.string()), 'transform'],
    ['a trim', z.string().trim(), 'transform'],
    ['a coercion', z.coerce.number(), 'coercion'],
    ['a catch', z.string().catch('x'), 'catch'],
    ['a custom type', z.custom<string>(), 'cannot be represented'],
    ['a date', z.date(), 'cannot be represented'],
    ['a refine in a list', z.array(z.strictObject({ a: z.string().refine(() => true) })), 'refine'],
  ])('rejects %s in the settings: JSON Schema would drop it', (_, setting, word) => {
    expect(define(z.strictObject({ setting }))).toThrow(new RegExp(`^Step 'sample': .*${word}`));
  });

  test('names the setting that is wrong', () => {
    expect(define(z.strictObject({ limit: z.number().refine(() => true) }))).toThrow(
      "Step 'sample': settings.limit has a refine, which JSON Schema can't carry. Use 'checks'.",
    );
  });

  test('rejects a refine of the whole settings', () => {
    expect(define(z.strictObject({ a: z.string() }).refine(() => true))).toThrow(
      "Step 'sample': settings has a refine",
    );
  });

  test.each(['failed', 'Not-Camel', ''])("rejects an exit called '%s'", (name) => {
    expect(define(none, { [name]: {} })).toThrow("can't name an exit");
  });

  test('rejects an exit made by a list that is not a setting', () => {
    expect(define(none, { options: { each: 'options' } })).toThrow("'options', which is not a setting");
  });

  test('rejects an end with exits, and no exits without an end', () => {
    expect(define(none, { next: {} }, { ends: true })).toThrow('a step that ends the flow has no exits');
    expect(define(none, {}, {})).toThrow('it has no exits');
    expect(define(none, {}, { ends: true })).not.toThrow();
  });

  test('rejects a type that is not kebab-case', () => {
    expect(define(none, { next: {} }, {}, 'TheStep')).toThrow('kebab-case');
  });

  test('rejects a written variable that is no setting', () => {
    expect(define(none, { next: {} }, { writes: ['list.variable'] })).toThrow(
      "'list.variable', which is not a setting",
    );
  });

  test('accepts what JSON Schema carries', () => {
    const settings = z.strictObject({
      text: z.string().min(1).max(9).regex(/a/).default('a').meta({ title: 'Text', ui: 'text' }),
      list: z.array(z.union([z.int(), z.enum(['x'])])).optional(),
    });
    expect(define(settings)).not.toThrow();
  });
});

describe('the catalogue', () => {
  const step = defineStep({
    ...about,
    settings: z.strictObject({ options: z.array(z.strictObject({ id: z.string(), label: z.string() })) }),
    exits: {
      options: { each: 'options', label: 'label', data: z.strictObject({ key: z.string() }) },
      other: { label: 'something else', optional: true },
    },
    traits: { waits: true },
    run: async (ctx) => ctx.exit('other'),
  });
  const entry = catalogueEntry(step);

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
  });

  test('gives an exit for each item by its id, the fixed ones by their label, and failed last', () => {
    const options = [
      { id: 'a1', label: 'Sales' },
      { id: 'b2', label: '' },
    ];
    expect(exitsOf(entry, { options })).toEqual([
      { exit: 'options:a1', label: 'Sales', required: true },
      { exit: 'options:b2', label: 'b2', required: true },
      { exit: 'other', label: 'something else', required: false },
      { exit: 'failed', label: 'failed', required: false },
    ]);
  });

  test('keeps an exit when its item changes or moves', () => {
    const exits = (options: { id: string; label: string }[]) => exitsOf(entry, { options }).map(({ exit }) => exit);
    expect(
      new Set(
        exits([
          { id: 'b', label: 'New' },
          { id: 'a', label: '' },
        ]),
      ),
    ).toEqual(
      new Set(
        exits([
          { id: 'a', label: 'Old' },
          { id: 'b', label: '' },
        ]),
      ),
    );
  });

  test.each<Json>([null, 'text', [null, 5, { id: 7 }, {}]])('survives settings that are none: %j', (options) => {
    expect(exitsOf(entry, { options }).map(({ exit }) => exit)).toEqual(['other', 'failed']);
  });

  test('gives no exits for an end', () => {
    const end = defineStep({
      ...about,
      settings: none,
      exits: {},
      traits: { ends: true },
      run: async (ctx) => ctx.exit('ended'),
    });
    expect(exitsOf(catalogueEntry(end), {})).toEqual([]);
  });

  test('refuses two steps of one type', () => {
    expect(() => catalogueOf([step, step])).toThrow("Two steps are called 'sample'");
  });
});

test('an undeclared exit, missing data and wrong data do not compile', () => {
  const steps = [
    defineStep({
      ...about,
      settings: z.strictObject({
        limit: z.int().default(3),
        options: z.array(z.strictObject({ id: z.string(), key: z.string() })),
      }),
      exits: { booked: { data: z.strictObject({ at: z.string() }) }, none: {}, options: { each: 'options' } },
      traits: {},
      async run(ctx) {
        expectTypeOf(ctx.settings.limit).toEqualTypeOf<number>();
        expectTypeOf(ctx.settings.options).toEqualTypeOf<{ id: string; key: string }[]>();
        const [option] = ctx.settings.options;
        // @ts-expect-error: no such exit
        ctx.exit('bookd');
        // @ts-expect-error: every step has it, and none leaves by it
        ctx.exit('failed');
        // @ts-expect-error: only a step without exits leaves by it
        ctx.exit('ended');
        // @ts-expect-error: its data is missing
        ctx.exit('booked');
        // @ts-expect-error: its data is wrong
        ctx.exit('booked', { at: 5 });
        // @ts-expect-error: it has no data
        ctx.exit('none', { at: 'noon' });
        // @ts-expect-error: an exit of a list needs its item
        ctx.exit('options');
        // @ts-expect-error: not an exit of a list
        ctx.exit.each('none', { id: 'a' });
        // @ts-expect-error: an item without an id
        ctx.exit.each('options', { key: '1' });
        if (option !== undefined) return ctx.exit.each('options', option);
        expectTypeOf(ctx.exit('none')).toEqualTypeOf<Exit>();
        return ctx.exit('booked', { at: 'noon' });
      },
    }),
    defineStep({
      ...about,
      settings: none,
      exits: {},
      traits: { ends: true },
      async run(ctx) {
        // @ts-expect-error: a step without exits has none
        ctx.exit('next');
        return ctx.exit('ended');
      },
    }),
    defineStep({
      ...about,
      settings: none,
      exits: { next: {} },
      traits: {},
      // @ts-expect-error: a step must leave by an exit
      async run() {
        return undefined;
      },
    }),
  ];
  expect(steps).toHaveLength(3);
  expectTypeOf<StepContext['now']>().toEqualTypeOf<() => number>();
});
