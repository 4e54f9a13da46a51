import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type RunningPostgres, startPostgres } from '#runtime/supervisor/postgres';
import { findPostgres } from '#runtime/supervisor/postgres-install';

/** An empty private database, in a temporary folder that `stop()` removes. */
export async function startPrivatePostgres(settings: Record<string, string> = {}): Promise<RunningPostgres> {
  const install = findPostgres();
  if (install === undefined) throw new Error('There is no Postgres here: run `node runtime/setup.mjs test`.');
  const folder = await mkdtemp(join(tmpdir(), 'pc-pg-'));
  const postgres = await startPostgres({ install, folder, settings: { fsync: 'off', ...settings } });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One private database for all tests of a file: `const postgres = usePostgres();` then `postgres().url`. */
export function usePostgres(settings: Record<string, string> = {}): () => RunningPostgres {
  let running: RunningPostgres | undefined;
  beforeAll(async () => {
    running = await startPrivatePostgres(settings);
  });
  afterAll(async () => {
    await running?.stop();
  });
  return () => {
    if (running === undefined) throw new Error('Postgres runs only while tests do.');
    return running;
  };
}
