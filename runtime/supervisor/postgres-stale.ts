import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Ends a Postgres that an earlier supervisor left behind on this database, and removes what it left. Without this,
 * a pid that meanwhile belongs to another process of this user would stop every further start.
 */
export async function endStalePostgres(data: string, socketFolder: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  if (text === '') return;
  const pid = Number.parseInt(text, 10);
  for (const [signal, waitMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 3000],
  ] as const) {
    if (!isPostgresOf(pid, data)) break;
    process.kill(pid, signal);
    const deadline = Date.now() + waitMs;
    while (isPostgresOf(pid, data) && Date.now() < deadline) await sleep(20);
  }
  await rm(pidFile, { force: true });
  await rm(join(socketFolder, '.s.PGSQL.5432'), { force: true });
  await rm(join(socketFolder, '.s.PGSQL.5432.lock'), { force: true });
}

function isPostgresOf(pid: number, data: string): boolean {
  return pid > 1 && commandOf(pid).includes(data);
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
