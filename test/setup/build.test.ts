import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '#runtime/package-root';
import { buildIfStale } from '../../runtime/setup/build.mjs';

/** A checkout with our configuration and compiler, and two modules of its own. */
let root: string;
const put = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const built = (path: string) => readFile(join(root, 'dist', path), 'utf8');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pc-build-'));
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts'])
    await cp(join(packageRoot(), name), join(root, name));
  await symlink(join(packageRoot(), 'node_modules'), join(root, 'node_modules'));
  await put('runtime/one.ts', "import { two } from './two.ts';\nexport const one: number = two - 1;\n");
  await put('runtime/two.ts', 'export const two: number = 2;\n');
  await put('runtime/store/migrations/0000.sql', 'select 1;\n');
  await put('editor/index.html', '<!doctype html><script type="module" src="/main.ts"></script>\n');
  await put('editor/main.ts', "document.title = 'Built';\n");
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a checkout is built once, with what is not TypeScript, and then found fresh within 50 ms', async () => {
  expect(await buildIfStale(root)).toBe('built');
  expect(await built('runtime/one.js')).toContain("from './two.js'");
  expect(await built('runtime/store/migrations/0000.sql')).toBe('select 1;\n');
  const begun = performance.now();
  expect(await buildIfStale(root)).toBe('fresh');
  expect(performance.now() - begun).toBeLessThan(50);
});

test('the editor is built as files that name what they hold', async () => {
  const page = await built('editor/index.html');
  const script = /\/assets\/index-[\w-]+\.js/.exec(page)?.[0] ?? '';
  expect(await built(`editor${script}`)).toContain('Built');
});

test('a changed source is built again', async () => {
  await put('runtime/two.ts', 'export const two: number = 22;\n');
  expect(await buildIfStale(root)).toBe('built');
  expect(await built('runtime/two.js')).toContain('22');
});

test('a module whose source is gone is gone from the build, and comes back with its source', async () => {
  const text = await readFile(join(root, 'runtime/two.ts'), 'utf8');
  await rm(join(root, 'runtime/two.ts'));
  await put('runtime/one.ts', 'export const one: number = 1;\n');
  expect(await buildIfStale(root)).toBe('built');
  expect(existsSync(join(root, 'dist/runtime/two.js'))).toBe(false);
  await put('runtime/two.ts', text);
  expect(await buildIfStale(root)).toBe('built');
  expect(existsSync(join(root, 'dist/runtime/two.js'))).toBe(true);
});

test('the JSON Schema of a flow is written beside the build', async () => {
  await put('runtime/flow/json-schema.ts', "export const flowJsonSchema = { title: 'Flow' };\n");
  expect(await buildIfStale(root)).toBe('built');
  expect(JSON.parse(await built('flow.schema.json'))).toEqual({ title: 'Flow' });
});

test('a build that fails says where, and is not taken for a build', async () => {
  await put('runtime/bad.ts', 'export const = 1;\n');
  for (const _attempt of [1, 2]) {
    await expect(buildIfStale(root)).rejects.toMatchObject({
      code: 'build-failed',
      message: expect.stringContaining('runtime/bad.ts'),
    });
  }
  await rm(join(root, 'runtime/bad.ts'));
  expect(await buildIfStale(root)).toBe('built');
});

test('an installed package, which has no source, is not built', async () => {
  const installed = await mkdtemp(join(tmpdir(), 'pc-installed-'));
  expect(await buildIfStale(installed)).toBe('installed');
  await rm(installed, { recursive: true });
});
