import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from '#runtime/supervisor/postgres';
import { findPostgres } from '#runtime/supervisor/postgres-install';

const base = await mkdtemp(join(tmpdir(), 'pc-pg-test-'));
afterAll(() => rm(base, { recursive: true, force: true }));

function startIn(folder: string) {
  const install = findPostgres();
  if (install === undefined) throw new Error('no Postgres');
  return startPostgres({ install, folder });
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a database keeps its rows from one start to the next', async () => {
  const folder = join(base, 'kept');
  const first = await startIn(folder);
  await query(first.url, "create table t as select 'kept' as word");
  await first.stop();
  expect(await first.exited).toEqual({ code: 0, signal: null });

  const second = await startIn(folder);
  expect(await query(second.url, 'select word from t')).toEqual([{ word: 'kept' }]);
  await second.stop();
});

test('a database starts again after it was killed', async () => {
  const folder = join(base, 'killed');
  const first = await startIn(folder);
  await query(first.url, 'create table t as select 7 as n');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  expect(existsSync(join(folder, 'data/postmaster.pid'))).toBe(true);

  const second = await startIn(folder);
  expect(await query(second.url, 'select n from t')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('a database that still runs for nobody is ended before it is started anew', async () => {
  const folder = join(base, 'stale');
  const first = await startIn(folder);
  const second = await startIn(folder);
  expect(second.pid).not.toBe(first.pid);
  expect((await first.exited).code).toBe(0);
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
});

test('a database lives in a folder whose path is too long for a socket', async () => {
  const postgres = await startIn(join(base, 'deep'.repeat(20), 'deeper'.repeat(10)));
  expect(await query(postgres.url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  await postgres.stop();
  await rm(postgres.socketFolder, { recursive: true, force: true });
});
