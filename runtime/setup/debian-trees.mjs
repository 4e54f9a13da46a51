import { createHash } from 'node:crypto';
import { accessSync, constants, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Debian packages that are extracted into the user's cache, without root and without installing anything.
 * `recommends: false` leaves out packages that are only recommended. `probe` is a path that must exist afterwards
 * (`{multiarch}` stands for the machine's library folder, x86_64-linux-gnu for example).
 *
 * @typedef {object} DebianTree
 * @property {string} name
 * @property {string} suite
 * @property {string[]} packages
 * @property {boolean} recommends
 * @property {string} probe
 * @property {string} what  for people: what it is for
 */

/** Raised when the way of extracting changes, so that old trees are not used any more. */
const recipe = 1;

/** @satisfies {Record<string, DebianTree>} */
export const debianTrees = {
  asterisk: {
    name: 'asterisk',
    suite: 'forky',
    packages: ['asterisk'],
    recommends: true,
    probe: 'usr/sbin/asterisk',
    what: 'the telephone exchange',
  },
  flite: {
    name: 'flite',
    suite: 'bookworm',
    packages: ['libflite1'],
    recommends: false,
    probe: 'usr/lib/{multiarch}/libflite.so.1',
    what: 'the local voice',
  },
  sipp: {
    name: 'sipp',
    suite: 'forky',
    packages: ['sip-tester'],
    recommends: false,
    probe: 'usr/bin/sipp',
    what: 'the SIP load generator of the tests',
  },
  asterisk16: {
    name: 'asterisk16',
    suite: 'bullseye',
    packages: ['asterisk'],
    recommends: false,
    probe: 'usr/sbin/asterisk',
    what: 'an old Asterisk to test against',
  },
  chromium: {
    name: 'chromium',
    suite: 'bookworm',
    packages: ['chromium', 'fonts-dejavu-core'],
    recommends: false,
    probe: 'usr/lib/chromium/chromium',
    what: 'the browser of the tests',
  },
};

/** What each verb of the setup needs. */
export const treesFor = {
  start: [debianTrees.asterisk, debianTrees.flite],
  test: [debianTrees.asterisk, debianTrees.flite, debianTrees.sipp, debianTrees.asterisk16],
  build: [],
};

/** Debian's name of this machine's architecture, and of the folder that its libraries are in. */
export function debianArchitecture(arch = process.arch) {
  const known = {
    x64: { name: 'amd64', multiarch: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
    arm64: { name: 'arm64', multiarch: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
  };
  return arch === 'x64' || arch === 'arm64' ? known[arch] : undefined;
}

/** The folder of everything that is downloaded once for all checkouts of a user. */
export function cacheFolder(env = process.env) {
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(env.HOME || homedir(), '.cache'), 'patchcord');
}

/** @param {DebianTree} tree */
export function treeFolder(tree, env = process.env) {
  const parts = [recipe, debianArchitecture()?.name, tree.suite, tree.recommends, ...tree.packages];
  const hash = createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 12);
  return join(cacheFolder(env), 'debian', `${tree.suite}-${tree.name}-${hash}`);
}

/**
 * The folder of an extracted tree, undefined when it is not there.
 * @param {DebianTree} tree
 */
export function findTree(tree, env = process.env) {
  const folder = treeFolder(tree, env);
  const probe = tree.probe.replace('{multiarch}', debianArchitecture()?.multiarch ?? '');
  try {
    accessSync(join(folder, probe), constants.R_OK);
    return folder;
  } catch {
    return undefined;
  }
}

/**
 * How a program of a tree is started: by the tree's own loader, with its own libraries, so that nothing of the
 * machine's matters.
 * @param {string} root
 * @param {string} program  path inside the tree
 * @returns {string[]}
 */
export function treeCommand(root, program) {
  const architecture = debianArchitecture();
  if (!architecture) throw new Error(`There are no Debian packages for ${process.arch}.`);
  const { multiarch, loader } = architecture;
  const loaders = [`lib64/${loader}`, `usr/lib64/${loader}`, `lib/${loader}`, `usr/lib/${loader}`];
  const candidates = [...loaders, `lib/${multiarch}/${loader}`, `usr/lib/${multiarch}/${loader}`];
  // A link of an old package is absolute, and would lead to the loader of this machine.
  const inside = (path) => readable(path) && realpathSync(path).startsWith(realpathSync(root));
  const found = candidates.map((path) => join(root, path)).find(inside);
  if (!found) throw new Error(`No dynamic loader in ${root}.`);
  return [found, '--library-path', treeLibraries(root).join(':'), join(root, program)];
}

/**
 * Where a tree's libraries are, in the order of the search.
 * @param {string} root
 */
export function treeLibraries(root) {
  const multiarch = debianArchitecture()?.multiarch ?? '';
  const below = ['', 'blas', 'lapack', 'pulseaudio'];
  return [
    ...[`lib/${multiarch}`, `usr/lib/${multiarch}`].flatMap((path) => below.map((name) => join(root, path, name))),
    join(root, 'usr/lib'),
  ].filter(readable);
}

/** @param {string} path */
function readable(path) {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
