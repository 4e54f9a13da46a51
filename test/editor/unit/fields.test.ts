import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { fieldsOf, firstValue, inWords, isShown } from '../../../editor/form/schema/fields.ts';
import { issuesOfBox, issuesWithin } from '../../../editor/form/schema/paths.ts';
import { variantIndex, variantsOf } from '../../../editor/form/schema/variants.ts';
import { steps } from '../../../plugins/index.ts';
import { catalogueOf } from '../../../runtime/flow/catalogue.ts';
import type { Issue } from '../../../runtime/flow/issue.ts';
import type { JsonObject } from '../../../runtime/flow/json.ts';

const catalogue = catalogueOf(steps);
const schemaOf = (type: string): JsonObject => catalogue.get(type)!.settings;
const kinds = (type: string) =>
  Object.fromEntries(fieldsOf(schemaOf(type), schemaOf(type)).map(({ name, kind }) => [name, kind]));

describe('the fields of a form', () => {
  test('have the widget that their hint or their type asks for', () => {
    expect(kinds('menu')).toEqual({
      prompt: 'prompt',
      options: 'list',
      tries: 'number',
      noInputMs: 'duration',
      noInputPrompt: 'prompt',
      invalidPrompt: 'prompt',
      bargeIn: 'choice',
    });
    expect(kinds('collect')).toMatchObject({
      country: 'country',
      check: 'expression',
      readBack: 'group',
      variable: 'variable',
    });
  });

  test('what must be set comes first, the rest is folded away', () => {
    const fields = fieldsOf(schemaOf('menu'), schemaOf('menu'));
    expect(fields.filter(({ isMore }) => !isMore).map(({ name }) => name)).toEqual(['prompt', 'options']);
  });

  test('a form in which nothing must be set shows all', () => {
    const schema = z.toJSONSchema(z.strictObject({ a: z.int().default(1), b: z.boolean().default(true) }), {
      io: 'input',
    }) as JsonObject;
    expect(fieldsOf(schema, schema).every(({ isMore }) => !isMore)).toBe(true);
  });

  test('every setting of every built-in step has a title and a widget made for it', () => {
    for (const { type, settings } of catalogue.values())
      for (const field of fieldsOf(settings, settings)) {
        expect(field.kind, `${type}.${field.name}`).not.toBe('json');
        expect(field.title, `${type}.${field.name}`).not.toBe('');
      }
  });

  test('an id is hidden, and so is what can only be one thing', () => {
    const { items } = (schemaOf('menu').properties as JsonObject).options as JsonObject;
    expect(fieldsOf(items as JsonObject, {}).map(({ name }) => name)).toEqual(['key', 'label']);
  });

  test('a reference and a null are seen through', () => {
    const root: JsonObject = {
      $defs: { size: { type: 'integer', title: 'Size' } },
      type: 'object',
      properties: { a: { $ref: '#/$defs/size' }, b: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'B' } },
    };
    expect(fieldsOf(root, root).map(({ kind, title }) => [kind, title])).toEqual([
      ['number', 'Size'],
      ['line', 'B'],
    ]);
  });

  test('a field with a condition is shown while the condition holds', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: { date: { type: 'string', when: "settings.type == 'date'" } },
    };
    const [field] = fieldsOf(schema, schema);
    expect(isShown(field!, { type: 'date' })).toBe(true);
    expect(isShown(field!, { type: 'digits' })).toBe(false);
  });

  test('a name without a title is put into words', () => {
    expect([inWords('firstKeyMs'), inWords('some_name')]).toEqual(['First key', 'Some name']);
  });

  test('what a union may be is named, and a value finds its kind', () => {
    const sound = ((schemaOf('play').properties as JsonObject).sounds as JsonObject).items as JsonObject;
    const variants = variantsOf(sound, schemaOf('play'));
    expect(variants).toHaveLength(3);
    expect(variantIndex(variants, { say: 'Hello' }, {})).toBe(2);
    expect(variantIndex(variants, { recordedBy: 'voice' }, {})).toBe(0);
    expect(variantIndex(variants, 5, {})).toBe(-1);
  });

  test('a new value of any schema is one that the schema takes, as far as it can be', () => {
    expect(
      firstValue(((schemaOf('play').properties as JsonObject).sounds as JsonObject).items as JsonObject, {}),
    ).toEqual({ say: '' });
    expect(firstValue({ type: 'integer', minimum: 3 }, {})).toBe(3);
  });
});

test('an issue is shown at its field, or at the box around it when no field shows it', () => {
  const issue = (field: string): Issue => ({
    code: 'settings-invalid',
    severity: 'error',
    nodeId: 'a',
    field,
    message: '',
    fix: '',
  });
  const issues = [issue('settings.options[0].key'), issue('settings.options[0].id'), issue('settings.optionsX')];
  expect(issuesWithin(issues, ['settings', 'options'])).toHaveLength(2);
  const box = issuesOfBox(issues, ['settings', 'options', 0], [['settings', 'options', 0, 'key']]);
  expect(box.map(({ field }) => field)).toEqual(['settings.options[0].id']);
});
