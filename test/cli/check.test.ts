import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkVerb } from '#runtime/cli/check';
import { readFlowText } from '#runtime/cli/flow-argument';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchcord-check-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

async function check(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  const command = new Command('check').option('--json');
  checkVerb.configure(command);
  await command.parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return { code: process.exitCode, ...written };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const valid = {
  schemaVersion: 1,
  id: 'hello',
  name: 'Hello',
  nodes: [
    { id: 'start', step: 'incoming-call' },
    { id: 'bye', step: 'hang-up' },
  ],
  edges: [{ from: 'start', exit: 'next', to: 'bye' }],
};

test('a valid flow is said to be valid, by file and by folder', async () => {
  const path = file('flow.json', valid);
  expect(await check(path)).toEqual({ code: 0, out: `${path} is valid.\n`, err: '' });
  expect(await check(folder, '--json')).toMatchObject({ code: 0 });
});

test('an issue is printed with its node, field, message and fix', async () => {
  const path = file('unwired.json', { ...valid, edges: [] });
  const { code, out } = await check(path);
  expect(code).toBe(1);
  expect(out).toContain('error   start exits.next (exit-unwired)\n');
  expect(out).toContain("Exit 'next' of node 'start' leads nowhere.");
  expect(out).toContain('Draw an edge');
  expect(out).toContain('1 error, 1 warning.');
});

test('with --json there is one object', async () => {
  const { code, out } = await check(file('unwired.json', { ...valid, edges: [] }), '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    errors: 1,
    warnings: 1,
    issues: [
      { code: 'exit-unwired', nodeId: 'start', field: 'exits.next' },
      { code: 'node-unreachable', nodeId: 'bye' },
    ],
  });
});

test('every broken flow of the samples is refused', async () => {
  const broken = join(import.meta.dirname, '../flow/broken');
  for (const name of readdirSync(broken)) {
    const { code, out } = await check(join(broken, name), '--json');
    expect([name, code]).toEqual([name, 1]);
    for (const issue of JSON.parse(out).issues) expect(issue.message !== '' && issue.fix !== '').toBe(true);
  }
});

describe('garbage gives a clear error and no stack trace', () => {
  const garbage: readonly (readonly [string, unknown])[] = [
    ['empty', ''],
    ['not JSON', 'MZ\u0000\u0001'],
    ['wrong types', { ...valid, nodes: { start: true } }],
    ['10 MB', { ...valid, description: 'x'.repeat(10_000_000) }],
    ['20 MB', 'x'.repeat(20_000_000)],
    ['deep nesting', '[{"a":'.repeat(100_000)],
    ['__proto__', `${JSON.stringify(valid).slice(0, -1)},"__proto__":{"x":1}}`],
  ];
  test.each(garbage)('%s', async (_name, content) => {
    const { code, out, err } = await check(file('garbage.json', content));
    expect(code).toBe(1);
    expect(out + err).toMatch(/\w{3,}/);
    expect(out + err).not.toMatch(/\n\s+at |unexpected/);
    expect((out + err).length).toBeLessThan(2_000);
  });

  test('no such file', async () => {
    const { code, out } = await check(join(folder, 'nothing.json'), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'flow-not-found' } });
  });
});

test('- reads the standard input', async () => {
  const input = Readable.from([Buffer.from('{"a":'), Buffer.from('"ü"}')]);
  expect(await readFlowText('-', input)).toEqual({ name: 'standard input', text: '{"a":"ü"}' });
});
