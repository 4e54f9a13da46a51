import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';

/** Any number that nobody else locks: two runtimes that start at once bring the tables up one after the other. */
const MIGRATION_LOCK = 727_100_2673;

/** Brings the tables up to this version of Patchcord. */
export async function migrateStore(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  let failed: unknown;
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await applyMigrations(drizzle(client), {
      migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
    });
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } catch (error) {
    failed = error;
    throw error;
  } finally {
    // Closing the connection frees the lock whatever happened.
    client.release(failed !== undefined);
  }
}
