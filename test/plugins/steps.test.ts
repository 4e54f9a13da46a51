import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { steps } from '#plugins/index';
import { catalogueEntry } from '#runtime/flow/catalogue';
import { parseExpression } from '#runtime/flow/expression';
import { isObject } from '#runtime/flow/expression-values';
import type { Json, JsonObject } from '#runtime/flow/json';
import { checkSettings } from '#runtime/flow/settings';
import { parseTemplate } from '#runtime/flow/template';
import { builtIn } from '../support/flow-of.ts';

/** The least that a node of each step needs. */
const least: Readonly<Record<string, JsonObject>> = {
  play: { sounds: [{ say: 'Hello.' }] },
  menu: { prompt: { say: 'Press 1.' }, options: [{ id: 'a', key: '1' }] },
  collect: { prompt: { say: 'Your number.' } },
  'set-variable': { assignments: [{ id: 'a', variable: 'n', value: '1' }] },
  'http-request': { url: 'https://example.com' },
  'send-email': { connection: 'mail', to: 'ann@example.com', subject: 'A call', text: 'Hello.' },
  branch: { rules: [{ id: 'a', when: 'true' }] },
  'opening-hours': { hours: 'office' },
  'to-dialplan': { context: 'from-internal', extension: '200' },
  transfer: { to: { kind: 'number', value: '+4930123456' } },
};

describe.each(steps.map((step) => [step.type, catalogueEntry(step), step] as const))('%s', (type, entry, step) => {
  const { settings, problems } = checkSettings(entry, least[type] ?? {});

  test('needs little', () => {
    expect(problems).toEqual([]);
  });

  test('has rules that are expressions, and that its least settings keep', () => {
    for (const { rule, field } of entry.checks) {
      const parsed = parseExpression(rule);
      if (!parsed.ok) throw new Error(`${rule}: ${parsed.problem.message}`);
      expect([rule, parsed.program.evaluate({ settings }).value]).toEqual([rule, true]);
      expect(Object.keys(step.settings.shape)).toContain(field);
    }
  });

  test('has a line for its node that can be worked out', () => {
    const parsed = parseTemplate(entry.line);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(parsed.template.render({ settings }).warnings.filter(({ code }) => code !== 'value-missing')).toEqual([]);
  });

  test('explains every setting, and its times are in milliseconds', () => {
    const properties = isObject(entry.settings.properties) ? entry.settings.properties : {};
    for (const [name, property] of Object.entries(properties)) {
      expect([name, words(property, 'title'), words(property, 'description')]).toEqual([name, true, true]);
      expect([name, isObject(property) && property.ui === 'duration']).toEqual([name, name.endsWith('Ms')]);
    }
  });

  test('says in its help what leaves by which exit', () => {
    expect(entry.docs).toContain('**Exits**');
    for (const { each, label = '' } of entry.exits)
      expect(entry.docs).toContain(each === undefined ? `- **${label}**` : '- **one for each');
  });

  test('has a test of its own', () => {
    expect(existsSync(join(import.meta.dirname, entry.group, `${type}.test.ts`))).toBe(true);
  });
});

test('the steps are in the catalogue under their types', () => {
  expect([...builtIn.keys()]).toEqual(steps.map(({ type }) => type));
});

const words = (property: Json, name: string): boolean =>
  isObject(property) && typeof property[name] === 'string' && property[name] !== '';
