import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readStartSettings, type StartSettings } from '#runtime/config';
import { isCheckout, packageRoot } from '#runtime/package-root';
import { findAsterisk, oldestSafeAsterisk } from '#runtime/supervisor/asterisk-install';
import { findInstance } from '#runtime/supervisor/instance';
import { canReadEverywhere } from '#runtime/supervisor/leash';
import { freePort, isFree } from '#runtime/supervisor/ports';
import { findPostgres, isOpenToAll } from '#runtime/supervisor/postgres-install';
import { type StateFolder, stateFolder } from '#runtime/supervisor/state-folder';
import { cacheFolder, debianTrees, findTree } from '../setup/debian-trees.mjs';
import { answersPostgres } from './database.ts';

/** One need of Patchcord: whether it is met, and if not, what to do. */
export interface Finding {
  name: string;
  ok: boolean;
  message: string;
  fix?: string;
}

const gigabyte = 1_000_000_000;

export async function findings(folder = stateFolder(), env: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  const settings = settingsOf(folder, env);
  if ('ok' in settings) return [settings];
  const instance = await findInstance(folder);
  const runs = typeof instance === 'object';
  return [
    node(),
    packages(),
    build(),
    writable('state', folder.root, 'Set PATCHCORD_HOME to a folder that you can write.'),
    writable('cache', cacheFolder(env), 'Set XDG_CACHE_HOME to a folder that you can write.'),
    disk(folder.root),
    await asterisk(),
    voice(),
    await database(settings, folder),
    await ports(settings, runs),
    running(instance, folder),
  ];
}

function settingsOf(folder: StateFolder, env: NodeJS.ProcessEnv): StartSettings | Finding {
  try {
    return readStartSettings(folder.root, env);
  } catch (error) {
    return { name: 'settings', ok: false, message: messageOf(error), fix: 'Correct the setting, or remove it.' };
  }
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  const fix = ok ? undefined : 'Install Node 20.19 or later.';
  return { name: 'node', ok, message: process.versions.node, fix };
}

function packages(): Finding {
  const root = packageRoot();
  const ok = !isCheckout(root) || existsSync(join(root, 'node_modules', '.package-lock.json'));
  return ok ? good('packages', 'installed') : bad('packages', 'not installed', 'Run `npm ci`.');
}

function build(): Finding {
  const ok = existsSync(join(packageRoot(), 'dist', 'runtime', 'main.js'));
  return ok ? good('build', 'dist is there') : bad('build', 'dist/runtime/main.js is missing', 'Run `npm run build`.');
}

/** A folder that is there and can be written, or that can be made. */
function writable(name: string, folder: string, fix: string): Finding {
  const nearest = nearestExisting(folder);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return good(name, folder);
  } catch {
    return bad(name, `${nearest} can't be written`, fix);
  }
}

function disk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(nearestExisting(folder));
  const free = bavail * bsize;
  const message = `${(free / gigabyte).toFixed(1)} GB free`;
  if (free >= gigabyte) return good('disk', message);
  return bad('disk', message, 'Free at least 1 GB: recordings stop when the disk fills.');
}

async function asterisk(): Promise<Finding> {
  const found = await findAsterisk();
  if (found !== undefined) return good('asterisk', `${found.version} (${found.source})`);
  const message = `no Asterisk ${oldestSafeAsterisk} or later: no call can be made, only simulated`;
  return bad('asterisk', message, 'On Debian and Ubuntu run `npm start` once; elsewhere install Asterisk on the PATH.');
}

function voice(): Finding {
  if (findTree(debianTrees.flite) !== undefined) return good('voice', 'the local voice is there');
  const fix = 'On Debian and Ubuntu run `npm start` once; elsewhere use recordings.';
  return bad('voice', 'no local voice: prompts given as text are silent', fix);
}

async function database(settings: StartSettings, folder: StateFolder): Promise<Finding> {
  if (settings.databaseUrl !== undefined) {
    const problem = await answersPostgres(settings.databaseUrl);
    if (problem === undefined) return good('database', 'DATABASE_URL answers');
    return bad('database', `DATABASE_URL does not answer: ${problem}`, 'Start that Postgres, or remove the setting.');
  }
  const found = findPostgres();
  if (found === undefined) {
    return bad(
      'database',
      'no Postgres for this platform',
      'Run `npm ci`, or set DATABASE_URL to a Postgres of yours.',
    );
  }
  const nobody = 65_534;
  const closed =
    process.getuid?.() === 0 && !(isOpenToAll(nearestExisting(folder.root)) && isOpenToAll(found.postgres));
  if (closed && !canReadEverywhere(nobody)) {
    return bad('database', `as root, Postgres can't enter ${folder.root}`, 'Set PATCHCORD_HOME to an open folder.');
  }
  return good('database', 'our own Postgres');
}

async function ports(settings: StartSettings, runs: boolean): Promise<Finding> {
  if (runs) return good('ports', 'in use by Patchcord');
  for (const name of ['httpPort', 'sipPort', 'ariPort', 'amiPort'] as const) {
    const port = settings[name];
    if (port !== undefined && !(await isFree(port))) {
      return bad('ports', `${name} ${port} is used by another program`, `Free it, or remove the setting ${name}.`);
    }
  }
  await freePort();
  return good('ports', 'free ones are there');
}

function running(instance: Awaited<ReturnType<typeof findInstance>>, folder: StateFolder): Finding {
  if (instance === undefined) return good('instance', 'does not run');
  if (instance !== 'silent') return good('instance', `runs as process ${instance.pid}`);
  return bad('instance', `runs on ${folder.root} but does not answer`, 'End its process and start Patchcord again.');
}

function nearestExisting(folder: string): string {
  for (let path = folder; ; path = dirname(path)) if (existsSync(path)) return path;
}

function good(name: string, message: string): Finding {
  return { name, ok: true, message };
}

function bad(name: string, message: string, fix: string): Finding {
  return { name, ok: false, message, fix };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
