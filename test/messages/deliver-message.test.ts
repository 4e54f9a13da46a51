import { afterEach, describe, expect, it } from 'vitest';
import type { EmailDeps } from '#runtime/connections/email-job';
import { type Jobs, startJobs } from '#runtime/jobs/jobs';
import { deliverMessageJob } from '#runtime/messages/deliver-message';
import { emailMessageJob } from '#runtime/messages/email-message';
import type { MessageEmail } from '#runtime/messages/message-mail';
import { writeWav } from '#runtime/speech/wav';
import { CallWriter } from '#runtime/store/call-writer';
import { deleteCall } from '#runtime/store/calls';
import { listMessages } from '#runtime/store/messages';
import { endedCall } from '../support/call-record.ts';
import { type ReceivedMail, useMailServers } from '../support/mail-server.ts';
import { type TestStore, useStore } from '../support/store.ts';
import { until } from '../support/supervisor.ts';
import { joined, tone } from '../support/tones.ts';

const newStore = useStore();
const newMailServer = useMailServers();
const quiet = { warn: () => {}, error: () => {} };
const running: Jobs[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop(0)));
});

const words = writeWav(joined(tone(8_000, 0, 300), tone(8_000, 300, 1_500), tone(8_000, 0, 200)));
const silence = writeWav(tone(8_000, 300, 3_000, 0.001));
const id = 'call-1:2:2';
const data = { recordingId: id, mailbox: 'Main', minMs: 1_000, leftMs: 1_900_000_000_000 };

async function record(store: TestStore): Promise<void> {
  const writer = new CallWriter({ pool: store.pool, log: quiet });
  writer.call(endedCall('call-1', { caller: { number: '+4930123', name: 'Ann' } }));
  writer.recording({
    id,
    callId: 'call-1',
    kind: 'step',
    nodeId: 'box',
    nodeName: 'node-1',
    fileKey: 'call-1.wav',
    mediaType: 'audio/wav',
    durationMs: 2_000,
    bytes: words.length,
    sha256: '0',
    complete: true,
  });
  await writer.close();
}

interface Delivered {
  readonly file?: Uint8Array | undefined;
  readonly change?: object;
  readonly mailPort?: number;
}

/** The jobs as they run, without waiting between attempts. */
async function working(store: TestStore, { file, mailPort }: Delivered): Promise<Jobs> {
  const deps: EmailDeps = {
    connection: async () => ({
      kind: 'smtp',
      options: { host: '127.0.0.1', port: mailPort ?? 1, security: 'none', from: 'office@example.com' },
    }),
    secret: async () => '',
    recording: async () => (file === undefined ? 'gone' : { content: Buffer.from(file), contentType: 'audio/wav' }),
  };
  const askEmail = (data: MessageEmail, key: string): Promise<void> => jobs.ask({ name: 'voicemail.email', data, key });
  const kinds = [
    emailMessageJob(store.db, deps),
    deliverMessageJob({ db: store.db, recording: deps.recording, askEmail }),
  ];
  const jobs: Jobs = await startJobs({
    pool: store.pool,
    kinds: kinds.map((kind) => ({ ...kind, retries: { limit: 1, firstMs: 0 } })),
    log: quiet,
  });
  running.push(jobs);
  return jobs;
}

let asked = 0;
/** Has a recording delivered, and waits until no job is left. */
async function deliver(store: TestStore, delivered: Delivered) {
  const jobs = await working(store, delivered);
  asked += 1;
  await jobs.ask({ name: 'voicemail.deliver', data: { ...data, ...delivered.change }, key: `call-1:2:${asked}` });
  const left = "select count(*)::int as left from pgboss.job where name like 'voicemail%' and state < 'completed'";
  await until('the end of the jobs', async () => (await store.pool.query(left)).rows[0].left === 0, 15_000);
  return { jobs, messages: await listMessages(store.db, {}, 10) };
}

describe('the delivery of a message', () => {
  it('stores it once, with who called and where', async () => {
    const store = await newStore();
    await record(store);
    await deliver(store, { file: words });
    const { messages } = await deliver(store, { file: words, change: { mailbox: 'Again' } });
    expect(messages).toEqual([
      {
        id,
        mailbox: 'Main',
        callId: 'call-1',
        flowId: 'reception',
        nodeId: 'box',
        callerNumber: '+4930123',
        callerName: 'Ann',
        createdAt: new Date(data.leftMs),
        durationMs: 2_000,
        readAt: null,
        emailState: 'none',
        emailAt: null,
        emailError: null,
      },
    ]);
  });

  it('stores nothing of silence, nor of less than the shortest message', async () => {
    const store = await newStore();
    await record(store);
    expect((await deliver(store, { file: silence })).messages).toEqual([]);
    expect((await deliver(store, { file: words, change: { minMs: 2_500 } })).messages).toEqual([]);
  });

  it('gives a mailbox without a usable name one', async () => {
    const store = await newStore();
    await record(store);
    const { messages } = await deliver(store, { file: words, change: { mailbox: ' \n' } });
    expect(messages[0]?.mailbox).toBe('Main');
  });

  it('fails, where it can be seen, when the sound or the call is gone', async () => {
    const store = await newStore();
    await record(store);
    const { jobs } = await deliver(store, {});
    expect(await jobs.failed()).toMatchObject([{ name: 'voicemail.deliver' }]);
    await deleteCall(store.db, 'call-1');
    expect((await deliver(store, { file: words })).messages).toEqual([]);
  });
});

describe('the e-mail of a message', () => {
  const email = {
    connection: 'office',
    to: 'ann@example.com; bob@example.com',
    subject: 'From\r\nAnn',
    text: 'Hello.',
  };

  it('brings the facts and the sound, once, and the message says so', async () => {
    const server = await newMailServer();
    const store = await newStore();
    await record(store);
    await deliver(store, { file: words, mailPort: server.port, change: { email } });
    const { messages } = await deliver(store, { file: words, mailPort: server.port, change: { email } });
    expect(messages).toMatchObject([{ emailState: 'sent', emailAt: expect.any(Date), emailError: null }]);
    expect(server.mails).toHaveLength(1);
    const [{ to, raw }] = server.mails as [ReceivedMail];
    expect(to).toEqual(['ann@example.com', 'bob@example.com']);
    expect(raw).toContain('Subject: From Ann');
    expect(raw).toMatch(/Hello\.\r\n\r\nFrom: Ann, \+4930123\r\nMailbox: Main\r\nWhen: .*2030.*\r\nLength: 0:02/);
    expect(raw.replace(/\r\n/g, '')).toContain(words.toString('base64'));
    expect(raw).toMatch(/filename="voicemail 2030-03-17T1746\.wav"/);
  });

  it('that can not be sent leaves a message that says why', async () => {
    const refusing = await newMailServer({ answerTo: () => 550 });
    const store = await newStore();
    await record(store);
    const { messages, jobs } = await deliver(store, { file: words, mailPort: refusing.port, change: { email } });
    expect(messages).toMatchObject([{ emailState: 'failed', emailError: expect.stringContaining('550') }]);
    expect(await jobs.failed()).toMatchObject([{ name: 'voicemail.email' }]);
  });

  it('without an address leaves a message all the same', async () => {
    const store = await newStore();
    await record(store);
    const change = { email: { ...email, to: 'nobody' } };
    expect((await deliver(store, { file: words, change })).messages).toMatchObject([
      { emailState: 'failed', emailError: 'There is no mail address the message could go to.' },
    ]);
  });

  it('of a message that was deleted meanwhile is not sent', async () => {
    const server = await newMailServer();
    const store = await newStore();
    await record(store);
    const jobs = await working(store, { file: words, mailPort: server.port });
    const mail = { connection: 'office', to: ['ann@example.com'], subject: 's', text: 't', messageId: id };
    await jobs.ask({ name: 'voicemail.email', data: mail, key: id });
    const done = "select from pgboss.job where name = 'voicemail.email' and state = 'completed'";
    await until('the end of the job', async () => (await store.pool.query(done)).rowCount === 1, 5_000);
    expect(server.mails).toEqual([]);
  });
});
