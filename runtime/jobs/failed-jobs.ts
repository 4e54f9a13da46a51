import type pg from 'pg';
import type PgBoss from 'pg-boss';

/** A job that no attempt is left for. It stays until somebody tries it again or removes it, 30 days at most. */
export interface FailedJob {
  readonly id: string;
  readonly name: string;
  /** What asked for it: `<call>:<seq>:<n>`, or a span of time. */
  readonly key: string;
  readonly attempts: number;
  readonly message: string;
  readonly failedAt: Date;
}

const FAILED = `
select id, name, coalesce(singleton_key, '') as key, retry_count + 1 as attempts,
       coalesce(output->>'message', output#>>'{value,message}', '') as message, completed_on as "failedAt"
from pgboss.job where state = 'failed' and name = any($1) order by completed_on desc limit 200`;

export async function listFailedJobs(pool: pg.Pool, names: readonly string[]): Promise<FailedJob[]> {
  const { rows } = await pool.query<FailedJob>(FAILED, [names]);
  return rows;
}

/** One more attempt, at once. Gives the job's name; undefined when there is no such failed job. */
export async function retryFailedJob(pool: pg.Pool, boss: PgBoss, id: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from pgboss.job where state = 'failed' and id = $1`,
    [id],
  );
  const name = rows[0]?.name;
  if (name !== undefined) await boss.retry(name, id);
  return name;
}

export async function deleteFailedJob(pool: pg.Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(`delete from pgboss.job where state = 'failed' and id = $1`, [id]);
  return rowCount === 1;
}
