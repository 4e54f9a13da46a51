import { afterEach, describe, expect, it } from 'vitest';
import { type EmailDeps, emailJob } from '#runtime/connections/email-job';
import { type Jobs, startJobs } from '#runtime/jobs/jobs';
import { createConnection, getConnection } from '#runtime/store/connections';
import { startMailServer, useMailServers } from '../support/mail-server.ts';
import { type TestStore, useStore } from '../support/store.ts';
import { until } from '../support/supervisor.ts';

const newStore = useStore();
const newMailServer = useMailServers();
const quiet = { warn: () => {}, error: () => {} };
const running: Jobs[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop(0)));
});

async function mailing(port: number, more: Partial<EmailDeps> = {}): Promise<{ jobs: Jobs; store: TestStore }> {
  const store = await newStore();
  const options = { host: '127.0.0.1', port, security: 'none', from: 'office@example.com', fromName: 'Büro' };
  await createConnection(store.db, { id: 'office', kind: 'smtp', name: 'Office', options }, store.owner.id);
  const deps: EmailDeps = {
    connection: (id) => getConnection(store.db, id),
    secret: async () => '',
    recording: async () => 'gone',
    ...more,
  };
  const jobs = await startJobs({ pool: store.pool, log: quiet, kinds: [emailJob(deps)] });
  running.push(jobs);
  return { jobs, store };
}
const mail = { connection: 'office', to: ['ann@example.com'], subject: 'A message', text: 'Grüße\n.\nend' };

describe('a mail', () => {
  it('arrives with its sender, its words and its recording', async () => {
    const server = await newMailServer();
    const { jobs } = await mailing(server.port, {
      recording: async () => ({ content: Buffer.from('RIFFsound'), contentType: 'audio/wav' }),
    });
    const attachments = [{ recording: 'call:2:1', filename: 'mes/sage.wav' }];
    await jobs.ask({ name: 'email.send', data: { ...mail, attachments }, key: 'k' });
    await until('a mail', () => server.mails.length === 1, 5_000);
    const [{ from, to, raw }] = server.mails as [(typeof server.mails)[0]];
    expect([from, to]).toEqual(['office@example.com', ['ann@example.com']]);
    expect(raw).toMatch(/^Message-ID: <[0-9a-f-]{36}@example\.com>/m);
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(raw).toContain('filename=mes-sage.wav');
    expect(raw).toContain(Buffer.from('RIFFsound').toString('base64'));
  });

  it('can not be given more headers or receivers by what a caller says', async () => {
    const server = await newMailServer();
    const { jobs } = await mailing(server.port);
    const subject = 'Hello\r\nBcc: eve@example.com\r\n\r\nbody';
    await jobs.ask({ name: 'email.send', data: { ...mail, subject }, key: 'k' });
    await until('a mail', () => server.mails.length === 1, 5_000);
    expect(server.mails[0]!.to).toEqual(['ann@example.com']);
    expect(server.mails[0]!.raw).not.toMatch(/^Bcc/m);
    const to = ['ann@example.com\r\nBcc: eve@example.com'];
    await expect(jobs.ask({ name: 'email.send', data: { ...mail, to }, key: 'l' })).rejects.toMatchObject({
      code: 'job-invalid',
    });
  });

  it('waits for a server that is away, and says in plain words what it waits for', async () => {
    const first = await startMailServer();
    await first.close();
    const { jobs, store } = await mailing(first.port);
    await jobs.ask({ name: 'email.send', data: mail, key: 'k' });
    const waiting = "select output->>'message' as message from pgboss.job where state = 'retry'";
    await until('an attempt', async () => (await store.pool.query(waiting)).rowCount === 1, 5_000);
    expect((await store.pool.query(waiting)).rows).toEqual([
      { message: "'127.0.0.1' can not be reached: nothing answers on this port." },
    ]);
    const server = await newMailServer({ port: first.port });
    // Not as long as a person would have to.
    await store.pool.query("update pgboss.job set start_after = now() where state = 'retry'");
    await until('the mail', () => server.mails.length === 1, 10_000);
  });

  it('to a mailbox that does not exist fails for good, where it can be seen', async () => {
    const server = await newMailServer({ answerTo: () => 550 });
    const { jobs } = await mailing(server.port);
    await jobs.ask({ name: 'email.send', data: mail, key: 'k' });
    await until('its failure', async () => (await jobs.failed()).length === 1, 5_000);
    expect((await jobs.failed())[0]).toMatchObject({ name: 'email.send', attempts: 1 });
    expect((await jobs.failed())[0]!.message).toContain('550');
  });

  it('waits for a recording that is not stored yet', async () => {
    const server = await newMailServer();
    let stored = false;
    const { jobs, store } = await mailing(server.port, {
      recording: async () => (stored ? { content: Buffer.from('x'), contentType: 'audio/wav' } : 'waiting'),
    });
    const attachments = [{ recording: 'call:2:1', filename: 'message.wav' }];
    await jobs.ask({ name: 'email.send', data: { ...mail, attachments }, key: 'k' });
    const waiting = "select 1 from pgboss.job where state = 'retry'";
    await until('an attempt', async () => (await store.pool.query(waiting)).rowCount === 1, 5_000);
    stored = true;
    await store.pool.query("update pgboss.job set start_after = now() where state = 'retry'");
    await until('the mail', () => server.mails.length === 1, 10_000);
  });
});
