import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder, debianArchitecture, findTree, treeFolder } from './debian-trees.mjs';
import { withLock } from './lock.mjs';
import { SetupProblem } from './problem.mjs';

const mirrors = ['http://deb.debian.org/debian', 'http://archive.debian.org/debian'];
const keyringFiles = ['debian-archive-keyring.gpg', 'debian-archive-keyring.pgp', 'debian-archive-removed-keys.gpg'];

/** Why Debian packages can't be used here at all; undefined when they can. */
export function whyNoDebian() {
  if (process.platform !== 'linux')
    return `Patchcord takes it from Debian packages, which ${process.platform} can't run`;
  if (debianArchitecture() === undefined) return `there are no Debian packages for ${process.arch}`;
  const missing = ['apt-get', 'dpkg-deb'].filter((name) => !onPath(name));
  return missing.length > 0 ? `this system has no ${missing.join(' and no ')}` : undefined;
}

/**
 * Downloads a tree's packages with everything they need, and extracts them into the cache: no root, nothing
 * installed, no script of a package run. The tree appears whole or not at all.
 *
 * @param {import('./debian-trees.d.mts').DebianTree} tree
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<string>} its folder
 */
export async function provideTree(tree, progress) {
  const folder = treeFolder(tree);
  makeCache(dirname(folder));
  return withLock(
    `${folder}.lock`,
    async () => {
      const there = findTree(tree);
      if (there !== undefined) return there;
      const work = mkdtempSync(`${folder}.new-`);
      try {
        const root = await extractedTree(tree, work, progress);
        rmSync(folder, { recursive: true, force: true });
        renameSync(root, folder);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
      const found = findTree(tree);
      if (found === undefined) {
        throw new SetupProblem(
          'tree-incomplete',
          `The package ${tree.packages[0]} lacks ${tree.probe}.`,
          'Report this.',
        );
      }
      return found;
    },
    () => progress.line(`Another setup is getting ${tree.what}; waiting for it.`),
  );
}

/**
 * @param {import('./debian-trees.d.mts').DebianTree} tree
 * @param {string} work
 * @param {import('./progress.mjs').Progress} progress
 */
async function extractedTree(tree, work, progress) {
  progress.begin(`Getting ${tree.what} (${tree.packages.join(', ')} of Debian ${tree.suite})`);
  const keyrings = await findKeyrings(work, progress);
  const archives = await firstThatWorks(mirrorList(), async (mirror, index) => {
    const apt = join(work, `apt-${index}`);
    const source = `deb [arch=${debianArchitecture().name} signed-by=${keyrings.join(',')}] ${mirror} ${tree.suite} main`;
    return downloaded(tree, { folder: apt, source }, progress);
  });
  const root = join(work, 'root');
  mkdirSync(root);
  await extracted(archives, root, (fraction) => progress.update(0.7 + 0.3 * fraction, 'extracting'));
  return root;
}

/**
 * A private apt: its own lists, archives and (empty) idea of what is installed, so that every dependency comes too.
 *
 * @param {{ packages: string[], recommends?: boolean }} tree
 * @param {{ folder: string, source?: string }} options  no `source`: those of this system
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<string[]>} the files
 */
async function downloaded(tree, { folder, source }, progress) {
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'none']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'status'), '');
  if (source !== undefined) writeFileSync(join(folder, 'sources.list'), `${source}\n`);
  writeFileSync(join(folder, 'apt.conf'), await aptConfiguration(folder, source === undefined));
  const apt = (args, onLine) => run('apt-get', args, { env: { APT_CONFIG: join(folder, 'apt.conf') }, onLine });
  await apt(
    ['update', '-q'],
    aptProgress((fraction) => progress.update(0.3 * fraction, 'reading the list of packages')),
  );
  const recommends = tree.recommends ? '--install-recommends' : '--no-install-recommends';
  await apt(
    ['install', '-q', '-y', '--download-only', recommends, ...tree.packages],
    aptProgress((fraction) => progress.update(0.3 + 0.4 * fraction, 'downloading')),
  );
  const archives = join(folder, 'cache', 'archives');
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

/**
 * The system's own settings are left out but for those of the network (a proxy): its hooks would need root.
 *
 * @param {string} folder
 * @param {boolean} system  whether to use the system's sources
 */
async function aptConfiguration(folder, system) {
  const dump = await run('apt-config', ['dump']).catch(() => '');
  const network = dump
    .split('\n')
    .filter((line) => /^Acquire::(http|https|ftp|socks|Retries|ForceIPv)[^ ]* "/.test(line));
  const own = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'state/lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::archives': join(folder, 'cache/archives'),
    'Dir::Etc::parts': join(folder, 'none'),
    'Dir::Etc::main': join(folder, 'none.conf'),
    'Dir::Etc::preferences': join(folder, 'none.conf'),
    'Dir::Etc::preferencesparts': join(folder, 'none'),
    ...(system
      ? {}
      : { 'Dir::Etc::sourcelist': join(folder, 'sources.list'), 'Dir::Etc::sourceparts': join(folder, 'none') }),
    'APT::Architecture': debianArchitecture().name,
    'APT::Architectures': debianArchitecture().name,
    'APT::Sandbox::User': '',
    'APT::Status-Fd': '3',
    'APT::Update::Error-Mode': 'any',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    // A mirror that lags, or an archive, is signed all the same; whether the version is new enough is checked later.
    'Acquire::Check-Valid-Until': 'false',
    'Debug::NoLocking': '1',
  };
  const lines = Object.entries(own).map(([name, value]) => `${name} "${value}";`);
  return `${[...network, ...lines].join('\n')}\n`;
}

/**
 * Debian's keys: of this system, or (Ubuntu) of a package that its own archive vouches for.
 *
 * @param {string} work
 * @param {import('./progress.mjs').Progress} progress
 */
async function findKeyrings(work, progress) {
  const fetched = join(cacheFolder(), 'debian-archive-keyring');
  for (const folder of ['/usr/share/keyrings', fetched]) {
    const there = keyringsIn(folder);
    if (there.length > 0) return there;
  }
  const archives = await downloaded(
    { packages: ['debian-archive-keyring'] },
    { folder: join(work, 'keyring') },
    progress,
  );
  const root = join(work, 'keyring', 'root');
  mkdirSync(root);
  await extracted(
    archives.filter((file) => basename(file).startsWith('debian-archive-keyring')),
    root,
    () => {},
  );
  if (keyringsIn(join(root, 'usr/share/keyrings')).length === 0) {
    const fix = 'Install the package debian-archive-keyring.';
    throw new SetupProblem('no-debian-keys', "Debian's archive keys are not on this system.", fix);
  }
  // As it is: some of its names are links to others.
  rmSync(fetched, { recursive: true, force: true });
  cpSync(join(root, 'usr/share/keyrings'), fetched, { recursive: true, verbatimSymlinks: true });
  return keyringsIn(fetched);
}

/** @param {string} folder */
function keyringsIn(folder) {
  return keyringFiles.map((name) => join(folder, name)).filter((path) => existsSync(path));
}

/**
 * @param {string[]} archives
 * @param {string} root
 * @param {(fraction: number) => void} onProgress
 */
async function extracted(archives, root, onProgress) {
  let next = 0;
  let finished = 0;
  const worker = async () => {
    while (next < archives.length) {
      const file = archives[next++];
      await run('dpkg-deb', ['-x', file, root]);
      finished++;
      onProgress(finished / archives.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
}

/** Lines such as `dlstatus:12:45.3:Retrieving file 12 of 178`. */
function aptProgress(onFraction) {
  return (line) => {
    const percent = /^dlstatus:[0-9]+:([0-9.]+):/.exec(line)?.[1];
    if (percent !== undefined) onFraction(Number(percent) / 100);
  };
}

function mirrorList() {
  const chosen = process.env.PATCHCORD_DEBIAN_MIRROR;
  return chosen ? [chosen.replace(/\/+$/, '')] : mirrors;
}

/**
 * @template T, R
 * @param {T[]} items
 * @param {(item: T, index: number) => Promise<R>} attempt
 */
async function firstThatWorks(items, attempt) {
  let first;
  for (const [index, item] of items.entries()) {
    try {
      return await attempt(item, index);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, onLine?: (line: string) => void }} [options]  lines of file descriptor 3
 */
async function run(program, args, { env = {}, onLine = () => {} } = {}) {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', ...env },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (errors += data));
  createInterface({ input: child.stdio[3] }).on('line', onLine);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      errors += error.message;
      resolve(1);
    });
    child.once('close', resolve);
  });
  if (code === 0) return output;
  const said = (errors || output).trim().split('\n').slice(-6).join('\n');
  throw new SetupProblem(
    'download-failed',
    `${program} ${args[0]} failed:\n${said}`,
    'Check the connection to deb.debian.org (or set PATCHCORD_DEBIAN_MIRROR to a mirror), then run the command again.',
  );
}

/** @param {string} folder */
function makeCache(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new SetupProblem(
      'cache-not-writable',
      `${folder} can't be written (${error.code ?? error.message}).`,
      'Set XDG_CACHE_HOME to a folder that you can write.',
    );
  }
}

/** @param {string} name */
function onPath(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, name)));
}
