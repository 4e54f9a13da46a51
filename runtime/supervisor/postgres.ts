import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { endChild, endOf, type ProcessEnd, tailOf } from './child.ts';
import { canReadEverywhere, type LeashOptions, spawnLeashed } from './leash.ts';
import { isOpenToAll, type PostgresInstall } from './postgres-install.ts';
import { endStalePostgres } from './postgres-stale.ts';
import { shortFolder } from './short-folder.ts';

export interface PostgresOptions {
  install: PostgresInstall;
  /** Holds the database, its log and, when the path is short enough, its socket; made when missing. */
  folder: string;
  /** How long it may take to answer (30 s: it may have to recover from a crash). */
  readyWithinMs?: number;
  /** More settings of postgresql.conf, for tests: `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  pid: number;
  /** Of the database `patchcord`; there is no password, because only this user can reach the socket. */
  url: string;
  socketFolder: string;
  logFile: string;
  stop(): Promise<void>;
  exited: Promise<ProcessEnd>;
}

/** Postgres refuses to run as root; as root it runs as `nobody`, which every Unix has and nobody is. */
const nobody = 65_534;

const user = 'patchcord';

const unnamedFix =
  'Add a line for this user to /etc/passwd (or in a container use a user that is in it), or set DATABASE_URL to a Postgres of yours.';

export class PostgresProblem extends Error {
  readonly code: 'user-unknown' | 'postgres-shut-out';
  readonly fix: string;

  constructor(code: PostgresProblem['code'], message: string, fix: string) {
    super(message);
    this.name = 'PostgresProblem';
    this.code = code;
    this.fix = fix;
  }
}

/** Small: one runtime uses it. Everything that makes a commit durable keeps its default. */
const tuned: Record<string, string> = {
  listen_addresses: '',
  port: '5432',
  max_connections: '60',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
};

/** Starts our own Postgres, reachable only by a Unix socket of a folder with mode 0700; it dies with this process. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { install, folder, readyWithinMs = 30_000 } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socketFolder = await shortFolder(join(folder, 'run'));
  const identity = identityFor(install, folder);
  if (identity.uid !== undefined) await chown(socketFolder, identity.uid, identity.uid);

  const data = join(folder, 'data');
  await endStalePostgres(data, socketFolder);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(install, folder, data, identity);

  const logFile = join(folder, 'postgres.log');
  const log = await open(logFile, 'a', 0o600);
  const settings = { ...tuned, unix_socket_directories: socketFolder, unix_socket_permissions: '0700' };
  const flags = Object.entries({ ...settings, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawnLeashed(install.postgres, ['-D', data, ...flags], {
    ...identity,
    cwd: socketFolder,
    // "Fast shutdown": it leaves no work for the next start.
    signalOnDeath: 'SIGINT',
    stdio: ['ignore', log.fd, log.fd],
    env: plainEnvironment(),
  });
  await log.close();
  const exited = endOf(child);
  try {
    await answers(socketFolder, () => child.exitCode === null && child.signalCode === null, readyWithinMs);
  } catch (error) {
    await endChild(child, 'SIGQUIT', 1000);
    const tail = (await readFile(logFile, 'utf8')).slice(-2000);
    throw new Error(`Postgres did not start (${logFile}): ${error instanceof Error ? error.message : error}\n${tail}`);
  }
  return {
    pid: child.pid ?? 0,
    url: urlOf(socketFolder, user),
    socketFolder,
    logFile,
    async stop() {
      await endChild(child, 'SIGINT', 10_000);
    },
    exited,
  };
}

/** Address of a database behind a Unix socket, as both libpq and `pg` read it. */
function urlOf(socketFolder: string, database: string): string {
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

/** Who runs it, and with which right: as root another user, who may have to pass through folders closed to it. */
function identityFor(install: PostgresInstall, folder: string): Pick<LeashOptions, 'uid' | 'readsEverywhere'> {
  if (process.getuid?.() !== 0) {
    if (!hasName()) throw new PostgresProblem('user-unknown', 'Postgres needs a user with a name.', unnamedFix);
    return {};
  }
  const open = isOpenToAll(folder) && isOpenToAll(install.postgres);
  if (open) return { uid: nobody };
  if (!canReadEverywhere(nobody)) {
    throw new PostgresProblem(
      'postgres-shut-out',
      `As root, Postgres runs as user ${nobody}, who can't enter ${folder} or ${install.postgres}.`,
      'Open the folders on the way (chmod o+x), set PATCHCORD_HOME to another folder, or use a user who is not root.',
    );
  }
  return { uid: nobody, readsEverywhere: true };
}

/** A container may run under a user id that /etc/passwd does not know; initdb then refuses. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** Makes the database in a temporary folder and renames it, so that a half-made one is never used. */
async function initialise(
  install: PostgresInstall,
  folder: string,
  data: string,
  identity: Pick<LeashOptions, 'uid' | 'readsEverywhere'>,
): Promise<void> {
  const temporary = await mkdtemp(join(folder, 'data.new-'));
  if (identity.uid !== undefined) await chown(temporary, identity.uid, identity.uid);
  // A locale of Postgres' own: the order of texts must not change with the machine.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = [`--pgdata=${temporary}`, `--username=${user}`, '--auth=trust', '--wal-segsize=4', '--no-instructions'];
  const child = spawnLeashed(install.initdb, [...args, ...locale], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainEnvironment(),
  });
  const tail = tailOf(child);
  const end = await endOf(child);
  if (end.code !== 0) {
    await rm(temporary, { recursive: true, force: true });
    throw new Error(`Postgres could not make a database in ${folder}: ${tail()}`);
  }
  await chmod(temporary, 0o700);
  await rm(data, { recursive: true, force: true });
  await rename(temporary, data);
}

/** Waits for the first answer, then sees that our database is there. */
async function answers(socketFolder: string, running: () => boolean, readyWithinMs: number): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  let last = 'nothing answered';
  while (running()) {
    if (Date.now() > deadline) throw new Error(`not ready within ${readyWithinMs} ms: ${last}`);
    const client = new pg.Client({ connectionString: urlOf(socketFolder, 'postgres'), connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [user]);
      if (rowCount === 0) await client.query(`create database ${user}`);
      return;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    } finally {
      await client.end().catch(() => {});
    }
    await sleep(20);
  }
  throw new Error('it ended at once');
}

/** PG* variables of the user's own databases must not reach ours. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}
