import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineJob, GiveUp, type JobDefinition } from '#runtime/jobs/job';
import { type Jobs, startJobs } from '#runtime/jobs/jobs';
import { openStore } from '#runtime/store/database';
import { startPostgres } from '#runtime/supervisor/postgres';
import { findPostgres } from '#runtime/supervisor/postgres-install';
import { useStore } from '../support/store.ts';
import { until as eventually } from '../support/supervisor.ts';

const newStore = useStore();
const quiet = { warn: () => {}, error: () => {} };
const until = (isTrue: () => Promise<boolean> | boolean, withinMs = 5_000) =>
  eventually('what the test waits for', isTrue, withinMs);
const running: Jobs[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop(0)));
});

async function start(options: Parameters<typeof startJobs>[0]): Promise<Jobs> {
  const jobs = await startJobs(options);
  running.push(jobs);
  return jobs;
}

const Note = z.strictObject({ text: z.string() });
const note = (more: Partial<JobDefinition<z.infer<typeof Note>>>) =>
  defineJob({
    name: 'note.write',
    data: Note,
    retries: { limit: 2, firstMs: 0 },
    timeoutMs: 5_000,
    run: async () => {},
    ...more,
  });

describe('a job', () => {
  it('runs once, however often it is asked for under the same key', async () => {
    const { pool } = await newStore();
    const done: string[] = [];
    const jobs = await start({ pool, log: quiet, kinds: [note({ run: async ({ text }) => void done.push(text) })] });
    await Promise.all([1, 2, 3].map(() => jobs.ask({ name: 'note.write', data: { text: 'a' }, key: 'call:1:1' })));
    await until(() => done.length > 0);
    await jobs.ask({ name: 'note.write', data: { text: 'a' }, key: 'call:1:1' });
    await jobs.ask({ name: 'note.write', data: { text: 'b' }, key: 'call:1:2' });
    await until(() => done.length > 1);
    expect(done).toEqual(['a', 'b']);
  });

  it('that fails is tried again, and keeps its id', async () => {
    const { pool } = await newStore();
    const ids: string[] = [];
    const run = async (_: unknown, { id, attempt }: { id: string; attempt: number }) => {
      ids.push(id);
      if (attempt === 1) throw new Error('Not yet.');
    };
    const jobs = await start({ pool, log: quiet, kinds: [note({ run })] });
    await jobs.ask({ name: 'note.write', data: { text: 'a' }, key: 'k' });
    await until(() => ids.length === 2, 15_000);
    expect(ids[0]).toBe(ids[1]);
    expect(await jobs.failed()).toEqual([]);
  });

  it('that no attempt is left for is listed with its reason, and can be tried again', async () => {
    const { pool } = await newStore();
    let broken = true;
    const gone: string[] = [];
    const kind = note({
      run: async () => {
        if (broken) throw new GiveUp('mailbox-unknown', 'There is no such mailbox.');
      },
      gaveUp: async ({ text }, error) => void gone.push(`${text}: ${error.message}`),
    });
    const jobs = await start({ pool, log: quiet, kinds: [kind] });
    await jobs.ask({ name: 'note.write', data: { text: 'a' }, key: 'call:1:1' });
    await until(async () => (await jobs.failed()).length === 1);
    const [failed] = await jobs.failed();
    expect(failed).toEqual({
      id: expect.any(String),
      name: 'note.write',
      key: 'call:1:1',
      attempts: 1,
      message: 'There is no such mailbox.',
      failedAt: expect.any(Date),
    });
    expect(gone).toEqual(['a: There is no such mailbox.']);
    broken = false;
    expect(await jobs.retry(failed!.id)).toBe(true);
    await until(async () => (await jobs.failed()).length === 0);
    const { rows } = await pool.query("select state from pgboss.job where name = 'note.write'");
    await until(async () => (await pool.query("select 1 from pgboss.job where state = 'completed'")).rowCount === 1);
    expect(rows).toHaveLength(1);
  });

  it('that takes too long is aborted', async () => {
    const { pool } = await newStore();
    let aborted = false;
    const kind = note({
      retries: { limit: 0, firstMs: 0 },
      timeoutMs: 100,
      run: (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => (aborted = true))),
    });
    const jobs = await start({ pool, log: quiet, kinds: [kind] });
    await jobs.ask({ name: 'note.write', data: { text: 'a' }, key: 'k' });
    await until(async () => (await jobs.failed()).length === 1);
    expect(aborted).toBe(true);
    expect((await jobs.failed())[0]!.message).toBe('It took longer than 100 ms.');
  });

  it('of an unknown name, or with other data, is refused at once', async () => {
    const { pool } = await newStore();
    const jobs = await start({ pool, log: quiet, kinds: [note({})] });
    await expect(jobs.ask({ name: 'nothing', data: {}, key: 'k' })).rejects.toMatchObject({ code: 'job-unknown' });
    const wrong = { name: 'note.write', data: { text: 1 }, key: 'k' };
    await expect(jobs.ask(wrong)).rejects.toMatchObject({ code: 'job-invalid' });
    const large = { name: 'note.write', data: { text: 'x'.repeat(300_000) }, key: 'k' };
    await expect(jobs.ask(large)).rejects.toMatchObject({ code: 'job-too-large' });
  });

  it('with text that Postgres can not keep is kept without it', async () => {
    const { pool } = await newStore();
    const done: string[] = [];
    const jobs = await start({ pool, log: quiet, kinds: [note({ run: async ({ text }) => void done.push(text) })] });
    await jobs.ask({ name: 'note.write', data: { text: 'a\0b' }, key: 'k' });
    await until(() => done.length === 1);
    expect(done).toEqual(['a\uFFFDb']);
  });
});

it('a regular job runs once in its span of time, whoever asks', async () => {
  const { pool } = await newStore();
  const done: number[] = [];
  const kind = defineJob({
    name: 'night.clean',
    data: z.strictObject({}),
    retries: { limit: 1, firstMs: 1_000 },
    timeoutMs: 5_000,
    every: { ms: 86_400_000, offsetMs: 3 * 3_600_000 },
    run: async () => void done.push(1),
  });
  const at = (time: string) => ({ pool, log: quiet, kinds: [kind], now: () => Date.parse(time) });
  await start(at('2030-01-07T02:59:00Z'));
  await until(() => done.length === 1);
  await start(at('2030-01-07T02:59:59Z'));
  await start(at('2030-01-07T03:00:00Z'));
  await start(at('2030-01-07T20:00:00Z'));
  await until(() => done.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(done).toHaveLength(2);
});

it('a job asked for while Postgres is away is done when it is back, and one under way is not done twice', async () => {
  const install = findPostgres()!;
  const folder = await mkdtemp(join(tmpdir(), 'pc-pg-'));
  const begin = () => startPostgres({ install, folder, settings: { fsync: 'off' } });
  let postgres = await begin();
  const store = openStore({ url: postgres.url, onConnectionLost: () => {} });
  try {
    const done: string[] = [];
    let finish = () => {};
    const kind = note({
      concurrency: 2,
      run: async ({ text }) => {
        done.push(text);
        if (text === 'long') await new Promise<void>((resolve) => (finish = resolve));
      },
    });
    const jobs = await start({ pool: store.pool, log: quiet, kinds: [kind] });
    await jobs.ask({ name: 'note.write', data: { text: 'long' }, key: 'a' });
    await until(() => done.length === 1);
    await postgres.stop();
    finish();
    const asked = jobs.ask({ name: 'note.write', data: { text: 'away' }, key: 'b' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(jobs.pending).toBe(1);
    postgres = await begin();
    await asked;
    await until(() => done.length === 2, 15_000);
    await until(
      async () => (await store.pool.query("select 1 from pgboss.job where state = 'completed'")).rowCount === 2,
      15_000,
    );
    expect(done).toEqual(['long', 'away']);
  } finally {
    await Promise.all(running.splice(0).map((jobs) => jobs.stop(0)));
    await store.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
