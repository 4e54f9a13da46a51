import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { Db } from './database.ts';

const CHANNEL = 'patchcord_changed';
const RETRY_MS = 1_000;

/**
 * Tells every node, once the transaction commits, that a revision was published, or something that all
 * calls read was changed: which flow answers an extension, opening hours.
 */
export async function notifyChanged(db: Db): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, '')`);
}

export interface Listening {
  close(): Promise<void>;
}

/**
 * Hears of changes made by any node. `onChange` also runs after every connect: what happened before it was not heard.
 * While Postgres is away nothing is heard, and what is known stays in use.
 */
export function listenForChanges(url: string, onChange: () => void): Listening {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const retry = () => {
    client = undefined;
    if (!closed) timer = setTimeout(connect, RETRY_MS);
  };
  const connect = () => {
    const made = new pg.Client({ connectionString: url, application_name: 'patchcord-changes', keepAlive: true });
    client = made;
    made.on('notification', onChange);
    made.on('error', () => {});
    made.on('end', retry);
    made
      .connect()
      .then(() => made.query(`listen ${CHANNEL}`))
      .then(onChange)
      .catch(() => made.end().catch(() => {}));
  };
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
