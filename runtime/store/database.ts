import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';

/** What the repository functions work on: the database, or a transaction in it. */
export type Db = PgDatabase<NodePgQueryResultHKT, Record<string, never>>;

export interface Store {
  readonly db: Db;
  /** For the few hot statements that go past drizzle. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `postgres://...`; a unix socket as `postgres://user@/database?host=/folder`. */
  readonly url: string;
  readonly connections?: number;
  /** Told when an idle connection breaks; the pool opens a new one by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** Opens a pool of connections. Nothing is sent before the first query, so Postgres may still be starting. */
export function openStore(options: StoreOptions): Store {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    idleTimeoutMillis: 60_000,
    application_name: 'patchcord',
  });
  // Without a listener a broken idle connection would end the process, and every call in it.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  return { db: drizzle(pool), pool, close: () => pool.end() };
}
