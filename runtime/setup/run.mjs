import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, provideBrowser } from './browser.mjs';
import { buildIfStale } from './build.mjs';
import { provideTree, whyNoDebian } from './debian.mjs';
import { findTree, treesFor } from './debian-trees.mjs';
import { withLock } from './lock.mjs';
import { installPackages, linkPostgresLibraries, packagesAreCurrent } from './packages.mjs';
import { SetupProblem } from './problem.mjs';
import { createProgress } from './progress.mjs';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Makes this checkout ready for a verb. Says only what it did; silent when there was nothing to do.
 *
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runSetup(args) {
  const verb = args.find((arg) => !arg.startsWith('-')) ?? 'start';
  const json = args.includes('--json');
  const progress = createProgress({ quiet: json });
  const begun = Date.now();
  const report = { ok: true, packages: 'fresh', build: 'fresh', trees: [], browser: undefined, missing: [] };
  try {
    if (!(verb in treesFor))
      throw new SetupProblem('unknown-verb', `There is no setup for ${verb}.`, 'Use start, test or build.');
    await setUp(verb, report, progress);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    report.ok = false;
    report.error = { code: error.code, message: error.message, fix: error.fix };
    if (!json) console.error(`${error.message}\n${error.fix}`);
  }
  report.ms = Date.now() - begun;
  if (json) console.log(JSON.stringify(report));
  return report.ok ? 0 : 1;
}

async function setUp(verb, report, progress) {
  if (!packagesAreCurrent(packageRoot)) {
    await withLock(join(packageRoot, '.setup.lock'), async () => {
      if (packagesAreCurrent(packageRoot)) return;
      const begun = Date.now();
      await installPackages(packageRoot, progress);
      progress.done(`Packages installed in ${seconds(begun)}.`);
      report.packages = 'installed';
    });
  }
  linkPostgresLibraries(packageRoot);
  const begun = Date.now();
  report.build = await buildIfStale(packageRoot, { onBuild: () => progress.begin('Building') });
  if (report.build === 'built') progress.done(`Built in ${seconds(begun)}.`);
  for (const tree of treesFor[verb]) await setUpTree(tree, verb, report, progress);
  if (verb === 'test') await setUpBrowser(report, progress);
  sayMissing(report.missing, progress);
}

async function setUpBrowser(report, progress) {
  report.browser = 'fresh';
  if (findBrowser() !== undefined) return;
  const begun = Date.now();
  const what = 'Chromium, for the tests that need a browser';
  try {
    report.browser = await provideBrowser(progress);
    progress.done(`Got Chromium in ${seconds(begun)}.`);
  } catch (error) {
    if (!(error instanceof SetupProblem) || error.code !== 'no-browser') throw error;
    report.browser = 'missing';
    report.missing.push({ name: 'chromium', what, why: error.message, fix: error.fix });
  }
}

async function setUpTree(tree, verb, report, progress) {
  const there = findTree(tree);
  const why = there === undefined ? whyNoDebian() : undefined;
  if (why !== undefined) {
    report.missing.push({ name: tree.name, what: tree.what, why });
    return;
  }
  const begun = Date.now();
  try {
    const folder = there ?? (await provideTree(tree, progress));
    report.trees.push({ name: tree.name, folder, state: there === undefined ? 'downloaded' : 'fresh' });
    if (there === undefined) progress.done(`Got ${tree.what} in ${seconds(begun)}.`);
  } catch (error) {
    // Without the network a start is still good for drawing and simulating; a test run is not.
    if (!(error instanceof SetupProblem) || error.code === 'cache-not-writable' || verb === 'test') throw error;
    report.missing.push({ name: tree.name, what: tree.what, why: error.message, fix: error.fix });
  }
}

function sayMissing(missing, progress) {
  if (missing.length === 0) return;
  for (const { what, why, fix } of missing) progress.line(`Missing: ${what}: ${why}.${fix ? ` ${fix}` : ''}`);
  if (missing.some(({ name }) => name === 'asterisk')) {
    progress.line('Without it no real call can be made: flows can be drawn, checked and simulated.');
    progress.line('An Asterisk 22.10.1 or later on the PATH is used when there is one.');
  }
}

function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}
