import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { catalogueEntry } from '#runtime/flow/catalogue';
import type { JsonObject } from '#runtime/flow/json';
import { Prompt } from '#runtime/flow/prompt';
import { checkSettings } from '#runtime/flow/settings';
import { settingsFields } from '#runtime/flow/settings-fields';
import { defineStep } from '#runtime/flow/step';
import { ask } from '../support/sample-steps.ts';

const Settings = z.strictObject({
  prompt: Prompt,
  tries: z.int().min(1).max(9).default(3),
  keys: z
    .array(z.strictObject({ id: z.string(), key: z.enum(['1', '2']).default('1') }))
    .min(1)
    .max(3)
    .optional(),
  how: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('wait'), seconds: z.number().positive() }),
      z.strictObject({ kind: z.literal('go') }),
    ])
    .optional(),
  data: z.json().optional(),
  headers: z.record(z.string().regex(/^[A-Za-z-]+$/), z.string()).optional(),
});
const entry = catalogueEntry(
  defineStep({
    ...ask,
    settings: Settings,
    exits: { next: {} },
    traits: {},
    run: () => Promise.reject(new Error('not run')),
  }),
);
const prompt = { say: 'Hello' };
const problems = (settings: JsonObject) =>
  checkSettings(entry, settings).problems.map(({ path, message }) => [path.join('.'), message]);

test('defaults are filled in, also inside lists', () => {
  expect(checkSettings(entry, { prompt, keys: [{ id: 'a' }], data: [1, { a: null }] })).toEqual({
    settings: { prompt, tries: 3, keys: [{ id: 'a', key: '1' }], data: [1, { a: null }] },
    problems: [],
  });
});

test('a problem calls a setting by the title of its form, also inside a list', () => {
  const titled = z.strictObject({
    prompt: Prompt.meta({ title: 'Prompt' }),
    keys: z.array(z.strictObject({ key: z.enum(['1', '2']).meta({ title: 'Key' }) })),
  });
  const step = { ...ask, settings: titled, exits: { next: {} }, traits: {}, run: () => Promise.reject(new Error('')) };
  const found = checkSettings(catalogueEntry(defineStep(step)), { keys: [{ key: '7' }] }).problems;
  expect(found.map(({ message }) => message)).toEqual(["'Prompt' is missing.", '\'Key\' must be one of "1", "2".']);
});

describe('a problem has a path and plain words', () => {
  test.each<[JsonObject, string, string]>([
    [{}, 'prompt', "'prompt' is missing."],
    [{ prompt: 'Hello' }, 'prompt', "'prompt' has none of the forms allowed."],
    [{ prompt: { say: 'x', asset: 'y' } }, 'prompt.asset', "'asset' is not known here."],
    [{ prompt: { asset: 'sha1:0' } }, 'prompt.asset', "'asset' is not written as it must be."],
    [{ prompt, tries: 10 }, 'tries', "'tries' must be at most 9."],
    [{ prompt, tries: 1.5 }, 'tries', "'tries' must be a whole number, not a number."],
    [{ prompt, tries: '3' }, 'tries', "'tries' must be a number, not a text."],
    [{ prompt, keys: [] }, 'keys', "'keys' must have at least 1 items."],
    [{ prompt, keys: [{ id: 'a', key: '7' }] }, 'keys.0.key', `'key' must be one of "1", "2".`],
    [{ prompt, keys: [5] }, 'keys.0', 'Item 1 must be an object, not a number.'],
    [{ prompt, how: { kind: 'wait' } }, 'how.seconds', "'seconds' is missing."],
    [{ prompt, headers: { 'a b': 'c' } }, 'headers.a b', "'a b' is not a name that can be used here."],
    [{ prompt, extra: 1 }, 'extra', "'extra' is not known here."],
  ])('%j: %s', (settings, path, message) => {
    expect(problems(settings)).toEqual([[path, message]]);
  });
});

test('settings as the catalogue sees them are settings as the step itself sees them', () => {
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const settings = fc.record(
    {
      prompt: fc.oneof(
        fc.constant(prompt),
        fc.constant({ languages: { de: prompt } }),
        fc.constant({ say: 1 }),
        fc.constant({}),
      ),
      tries: some(fc.oneof(fc.integer({ min: -1, max: 11 }), fc.constant('2'))),
      keys: some(fc.array(fc.record({ id: fc.string(), key: fc.constantFrom('1', '2', '3') }), { maxLength: 4 })),
      how: some(
        fc.constantFrom({ kind: 'go' }, { kind: 'wait', seconds: 0 }, { kind: 'wait', seconds: 1 }, { kind: 'no' }),
      ),
      data: some(fc.jsonValue()),
      headers: some(fc.dictionary(fc.string({ maxLength: 4 }), fc.string())),
      extra: some(fc.constant(1)),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(settings, (given) => {
      const json = JSON.parse(JSON.stringify(given)) as JsonObject;
      const direct = Settings.safeParse(json);
      const checked = checkSettings(entry, json);
      expect(checked.problems.length === 0).toBe(direct.success);
      if (direct.success) expect(checked.settings).toEqual(direct.data);
    }),
    { numRuns: 500 },
  );
});

test('fields come with the hints of the schema, through unions, lists and records', () => {
  const fields = [
    ...settingsFields(entry.settings, {
      prompt: { languages: { de: { say: 'Hallo', voice: 'local:x' } } },
      headers: { A: 'b' },
    }),
  ];
  expect(fields.map(({ path, ui }) => [path.join('.'), ui])).toEqual([
    ['', undefined],
    ['prompt', 'prompt'],
    ['prompt.languages', undefined],
    ['prompt.languages.de', undefined],
    ['prompt.languages.de.say', 'text'],
    ['prompt.languages.de.voice', 'voice'],
    ['headers', undefined],
    ['headers.A', undefined],
  ]);
});
