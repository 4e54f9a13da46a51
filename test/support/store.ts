import pg from 'pg';
import { afterEach } from 'vitest';
import type { Flow } from '#runtime/flow/schema';
import { openStore, type Store } from '#runtime/store/database';
import { migrateStore } from '#runtime/store/migrate';
import { ensureOwner, type User } from '#runtime/store/users';
import { usePostgres } from './postgres.ts';

export interface TestStore extends Store {
  readonly url: string;
  readonly owner: User;
}

/** A database of its own for each test, in one Postgres for the file: `const newStore = useStore();`. */
export function useStore(): () => Promise<TestStore> {
  const newDatabase = useDatabase();
  const open: Store[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()));
  });
  return async () => {
    const url = await newDatabase();
    const store = openStore({ url });
    open.push(store);
    await migrateStore(store.pool);
    return { ...store, url, owner: await ensureOwner(store.db, 'Ada') };
  };
}

/** Addresses of empty databases. */
export function useDatabase(): () => Promise<string> {
  const postgres = usePostgres();
  let count = 0;
  return async () => {
    const client = new pg.Client({ connectionString: postgres().url });
    await client.connect();
    count += 1;
    await client.query(`create database test${count}`);
    await client.end();
    const url = new URL(postgres().url);
    url.pathname = `/test${count}`;
    return url.href;
  };
}

/** The smallest flow that makes sense. */
export function smallFlow(id: string, more: Partial<Flow> = {}): Flow {
  return {
    schemaVersion: 1,
    id,
    name: id,
    direction: 'inbound',
    language: 'en',
    voice: 'local:rms',
    variables: [],
    nodes: [
      { id: 'start', step: 'incoming-call', stepVersion: 1, settings: {}, position: { x: 0, y: 0 } },
      { id: 'bye', step: 'hang-up', stepVersion: 1, settings: {}, position: { x: 320, y: 0 } },
    ],
    edges: [{ from: 'start', exit: 'next', to: 'bye' }],
    notes: [],
    frames: [],
    rules: [],
    recording: { calls: 'never', retentionDays: 30 },
    ...more,
  };
}
