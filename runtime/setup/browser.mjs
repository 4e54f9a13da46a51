import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { provideTree, whyNoDebian } from './debian.mjs';
import { debianTrees, findTree, treeLibraries } from './debian-trees.mjs';
import { SetupProblem } from './problem.mjs';

/** @typedef {import('./browser.d.mts').Browser} Browser */

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The Chromium of this machine: from the PATH, or from Debian packages in the cache.
 * @returns {Browser | undefined}
 */
export function findBrowser(env = process.env) {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(isAbsolute)) {
    const found = names.map((name) => join(folder, name)).find(isExecutable);
    if (found !== undefined) return { source: 'path', program: found, libraries: [] };
  }
  const root = findTree(debianTrees.chromium, env);
  if (root === undefined) return undefined;
  return { source: 'debian', root, program: join(root, debianTrees.chromium.probe), libraries: treeLibraries(root) };
}

/**
 * Brings a Chromium for the tests: by apt where that may install it, else extracted into the cache without root.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<'installed' | 'downloaded'>}
 */
export async function provideBrowser(progress) {
  const why = whyNoDebian();
  if (why !== undefined)
    throw new SetupProblem(
      'no-browser',
      `There is no Chromium: ${why}.`,
      'Install Chromium, so that it is on the PATH.',
    );
  // Ubuntu's package of this name is only a way to a snap, which can't run everywhere.
  if (process.getuid?.() === 0 && isDebian() && (await installed(progress))) return 'installed';
  await provideTree(debianTrees.chromium, progress);
  return 'downloaded';
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @param {import('./progress.mjs').Progress} progress */
async function installed(progress) {
  progress.begin('Installing Chromium (apt-get install chromium)');
  await run('apt-get', ['update', '-q']);
  return (await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'])) && !!findBrowser();
}

/** Whether it went well. */
async function run(program, args) {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn(program, args, { stdio: 'ignore', env });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
