import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { debianArchitecture, debianTrees, findTree, treeCommand } from '../setup/debian-trees.mjs';

/** An Asterisk that can be started: a binary and where its parts are. Nothing of it is ever written to. */
export interface AsteriskInstall {
  source: 'path' | 'debian';
  /** Of the form `22.10.1`. */
  version: string;
  /** The program and its first arguments. */
  command: readonly [string, ...string[]];
  modulesFolder: string;
  /** Holds `sounds`, `documentation` and `rest-api`. */
  dataFolder: string;
}

/** Older ones have known holes: a NOTIFY that stops SIP, and read-only ARI users who can write. */
export const oldestSafeAsterisk = '22.10.1';

/** What to look for: a safe one, from the PATH or else from Debian; or the old one of Debian 11, only for tests. */
export type AsteriskRelease = 'current' | 'debian11';

/** The Asterisk of this machine; undefined when there is none and the setup has brought none. */
export async function findAsterisk(release: AsteriskRelease = 'current'): Promise<AsteriskInstall | undefined> {
  if (release === 'current') {
    const own = await asteriskOnPath(process.env.PATH ?? '');
    if (own && isAtLeast(own.version, oldestSafeAsterisk)) return own;
  }
  const root = findTree(release === 'current' ? debianTrees.asterisk : debianTrees.asterisk16);
  const extracted = root === undefined ? undefined : await asteriskInTree(root);
  if (extracted === undefined || release === 'debian11') return extracted;
  return isAtLeast(extracted.version, oldestSafeAsterisk) ? extracted : undefined;
}

async function asteriskInTree(root: string): Promise<AsteriskInstall | undefined> {
  const command = treeCommand(root, 'usr/sbin/asterisk');
  const library = join(root, 'usr/lib');
  const modules = [
    join(library, debianArchitecture()?.multiarch ?? '', 'asterisk/modules'),
    join(library, 'asterisk/modules'),
  ];
  return described('debian', command, modules, [join(root, 'usr/share/asterisk')]);
}

async function asteriskOnPath(path: string): Promise<AsteriskInstall | undefined> {
  const folders = [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const binary = folders.map((folder) => join(folder, 'asterisk')).find((file) => existsSync(file));
  if (binary === undefined) return undefined;
  const configured = configuredFolders(
    join(binary, '../../../etc/asterisk/asterisk.conf'),
    '/etc/asterisk/asterisk.conf',
  );
  const multiarch = debianArchitecture()?.multiarch ?? '';
  const libraries = [`/usr/lib/${multiarch}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'];
  const modules = libraries.map((folder) => join(folder, 'asterisk/modules'));
  const data = ['/usr/share/asterisk', '/var/lib/asterisk', '/usr/local/share/asterisk'];
  return described('path', [binary], [...configured.astmoddir, ...modules], [...configured.astdatadir, ...data]);
}

/** An install whose parts are all there. */
async function described(
  source: AsteriskInstall['source'],
  command: AsteriskInstall['command'],
  modulesFolders: readonly string[],
  dataFolders: readonly string[],
): Promise<AsteriskInstall | undefined> {
  const version = await asteriskVersion(command);
  const modulesFolder = modulesFolders.find((folder) => existsSync(join(folder, 'res_ari.so')));
  const dataFolder = dataFolders.find((folder) => existsSync(join(folder, 'rest-api')));
  if (version === undefined || modulesFolder === undefined || dataFolder === undefined) return undefined;
  return { source, version, command, modulesFolder, dataFolder };
}

/** Runs `asterisk -V`, which answers `Asterisk 22.10.1~dfsg+~cs6.15-1`. */
async function asteriskVersion([program, ...args]: AsteriskInstall['command']): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args, '-V'], { timeout: 10_000 });
    return /^Asterisk (?:GIT-)?([0-9]+(?:\.[0-9]+)+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function configuredFolders(...files: string[]): { astmoddir: string[]; astdatadir: string[] } {
  const text = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const all = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\s*=>?\\s*(\\S+)`, 'gm'))].map((found) => found[1] ?? '');
  return { astmoddir: all('astmoddir'), astdatadir: all('astdatadir') };
}

/** Compares versions number by number: `22.10.1` is later than `22.9`. */
export function isAtLeast(version: string, oldest: string): boolean {
  const numbers = (text: string) => text.split('.').map(Number);
  const [have, need] = [numbers(version), numbers(oldest)];
  for (const [index, wanted] of need.entries()) {
    const given = have[index] ?? 0;
    if (given !== wanted) return given > wanted;
  }
  return true;
}
