import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { printed } from '../support/printed.ts';

const reception = join(import.meta.dirname, '../../examples/reception-menu');
const folder = mkdtempSync(join(tmpdir(), 'patchcord-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(value: unknown): string {
  const file = join(folder, 'script.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

describe('patchcord run', () => {
  test('simulates a script and prints one JSON object', async () => {
    const { exitCode, output } = await printed(
      'run',
      reception,
      '--script',
      join(reception, 'tests/sales.json'),
      '--json',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      ok: true,
      path: expect.arrayContaining(['sales']),
      end: { by: 'flow' },
    });
  });

  test('prints step by step, with simulated times', async () => {
    const { output } = await printed('run', reception, '--script', join(reception, 'tests/sales.json'));
    expect(output).toContain('0:02.640  main (menu)\n');
    expect(output).toContain('key 1\n');
    expect(output).toMatch(/ended by flow\n$/);
  });

  test('fails when an expectation is not met, and says which', async () => {
    const file = script({ actions: [{ press: '1' }], expect: { path: ['start'], variables: { reason: 'message' } } });
    const { exitCode, output } = await printed('run', reception, '--script', file, '--json');
    expect(exitCode).toBe(1);
    const { ok, unmet } = JSON.parse(output) as { ok: boolean; unmet: readonly { what: string }[] };
    expect([ok, unmet.map(({ what }) => what)]).toEqual([false, ['path', 'variables.reason']]);
  });

  test('fails when the call never comes to an action of the script', async () => {
    const file = script({ actions: [{ press: '1' }, { at: 'message', press: '1' }] });
    expect((await printed('run', reception, '--script', file)).exitCode).toBe(1);
  });

  test('simulates ten minutes in under a second', async () => {
    const actions = Array.from({ length: 38 }, () => ({ at: 'main', afterMs: 9_000, press: '3' }));
    const file = script({ actions: [...actions, { at: 'main', afterMs: 9_000, press: '1' }] });
    const startedMs = performance.now();
    const { output } = await printed('run', reception, '--script', file, '--json');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect((JSON.parse(output) as { durationMs: number }).durationMs).toBeGreaterThan(590_000);
  });

  test.each([
    ['no JSON', '{', 'script-unreadable'],
    ['no flow test', { actions: [{ press: 'x' }] }, 'script-invalid'],
  ])('refuses a script that is %s', async (_, value, code) => {
    const { exitCode, output } = await printed('run', reception, '--script', script(value), '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { code } });
  });

  test('refuses a flow with errors', async () => {
    const file = script({ schemaVersion: 1, id: 'x', name: 'x', nodes: [] });
    const { exitCode, output } = await printed('run', file, '--json');
    expect([exitCode, JSON.parse(output)]).toMatchObject([1, { error: { code: 'flow-invalid' } }]);
  });
});

describe('patchcord compile', () => {
  test('prints a machine with a state for each node', async () => {
    const { exitCode, output } = await printed('compile', reception);
    expect(exitCode).toBe(0);
    expect(Object.keys((JSON.parse(output) as { states: object }).states)).toEqual(
      expect.arrayContaining(['main', '$ended', '$failed']),
    );
  });
});

describe('patchcord steps', () => {
  test('lists every step', async () => {
    const { output } = await printed('steps');
    expect(output).toMatch(/^menu +input/m);
  });

  test('explains one step and its settings', async () => {
    const { output } = await printed('steps', 'menu');
    expect(output).toContain('prompt (required)');
    expect(output).toContain('tries (default 3)');
  });

  test('fails for a step that is not there', async () => {
    const { exitCode, output } = await printed('steps', 'nothing', '--json');
    expect([exitCode, JSON.parse(output)]).toMatchObject([1, { error: { code: 'step-unknown' } }]);
  });
});
