import { expect, test } from 'vitest';
import * as z from 'zod';
import type { JsonObject } from '#runtime/flow/json';
import { type FlowMigrations, migrateFlow, migrateSteps } from '#runtime/flow/migrate';
import { Flow } from '#runtime/flow/schema';
import { defineStep } from '#runtime/flow/step';
import { work } from '../support/sample-steps.ts';

const migrations: FlowMigrations = new Map<number, (flow: JsonObject) => JsonObject>([
  [1, (flow: JsonObject) => ({ ...flow, second: true })],
  [2, ({ second, ...flow }: JsonObject) => ({ ...flow, third: second ?? null })],
]);

test('a flow is brought up version by version', () => {
  expect(migrateFlow({ schemaVersion: 1, id: 'a' }, migrations, 3)).toEqual({
    ok: true,
    flow: { schemaVersion: 3, id: 'a', third: true },
  });
  expect(migrateFlow({ schemaVersion: 2 }, migrations, 3)).toEqual({
    ok: true,
    flow: { schemaVersion: 3, third: null },
  });
});

test('a flow of today is left as it is', () => {
  const flow = { schemaVersion: 3, id: 'a' };
  expect(migrateFlow(flow, migrations, 3)).toEqual({ ok: true, flow });
});

test.each([
  [{ schemaVersion: 4 }, 'version-newer'],
  [{ schemaVersion: 0 }, 'version-unknown'],
  [{ schemaVersion: -1 }, 'version-unknown'],
  [{ schemaVersion: 1.5 }, 'version-missing'],
  [{}, 'version-missing'],
])('%j is refused by %s', (flow: JsonObject, code) => {
  expect(migrateFlow(flow, migrations, 3)).toMatchObject({ ok: false, issue: { code, field: 'schemaVersion' } });
});

test("a node's settings are brought up to the installed version of its step", () => {
  const step = defineStep({
    ...work,
    type: 'work',
    version: 3,
    settings: z.strictObject({}),
    exits: { next: {} },
    traits: {},
    migrate: { 1: (settings) => ({ ...settings, two: 2 }), 2: (settings) => ({ ...settings, three: 3 }) },
    run: () => Promise.reject(new Error('not run')),
  });
  const flow = Flow.parse({
    schemaVersion: 1,
    id: 'a',
    name: 'A',
    nodes: [
      { id: 'old', step: 'work', settings: { one: 1 } },
      { id: 'new', step: 'work', stepVersion: 3 },
      { id: 'other', step: 'unknown' },
    ],
  });
  const migrated = migrateSteps(flow, [step]);
  expect(migrated.nodes.map(({ stepVersion, settings }) => [stepVersion, settings])).toEqual([
    [3, { one: 1, two: 2, three: 3 }],
    [3, {}],
    [1, {}],
  ]);
  expect(migrateSteps(migrated, [step])).toBe(migrated);
});
