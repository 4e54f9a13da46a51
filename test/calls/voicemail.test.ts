import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { type Robot, startRobot } from '#runtime/robot-caller/robot';
import { measure } from '#runtime/speech/measure';
import { readWav, writeWav } from '#runtime/speech/wav';
import { createConnection } from '#runtime/store/connections';
import { listMessages } from '#runtime/store/messages';
import { getRecording, recordingsOf } from '#runtime/store/recordings';
import { ensureOwner } from '#runtime/store/users';
import { pathOf, recordsOf } from '../support/calls-over.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../support/mail-server.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { until } from '../support/supervisor.ts';
import { joined, tone } from '../support/tones.ts';

const instance = useInstance();
const WORDS = 6;
const SPOKEN_MS = WORDS * 500;
let robot: Robot;
let folder: string;
let words: string;
let mails: MailServer;

const box = (id: string, more: object = {}) =>
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'box' } },
      box: {
        step: 'voicemail',
        settings: { greeting: { say: 'Leave a message.' }, mailbox: id, silenceMs: 2_000, ...more },
        to: { left: 'thanks', noMessage: 'nothing' },
      },
      thanks: { step: 'hang-up', settings: { prompt: { say: 'Thank you.' } } },
      nothing: { step: 'hang-up' },
    },
    { id },
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicemail-'));
  words = join(folder, 'words.wav');
  // A sound whose length is known to the millisecond: three seconds that rise and fall as words do.
  const word = joined(tone(8_000, 400, 400, 0.3), tone(8_000, 0, 100));
  await writeFile(words, writeWav(joined(...Array<typeof word>(WORDS).fill(word))));
  mails = await startMailServer();
  const owner = await ensureOwner(instance().store.db);
  const options = { host: '127.0.0.1', port: mails.port, security: 'none', from: 'office@example.com' };
  await createConnection(instance().store.db, { id: 'office', kind: 'smtp', name: 'Office', options }, owner.id);
  const email = { connection: 'office', to: 'ann@example.com' };
  await instance().publish(box('hangs-up', { email }), 'hangs-up');
  for (const id of ['waits', 'silent', 'greeting']) await instance().publish(box(id), id);
  await instance().publish(box('longest', { maxMs: 5_000, silenceMs: 0 }), 'longest');
  robot = await startRobot(await realAsterisk());
}, 60_000);
afterAll(async () => {
  await robot?.stop();
  await mails?.close();
  await rm(folder, { recursive: true, force: true });
});

const call = (extension: string, keys: string) =>
  robot.call({
    target: { ...instance().sip, extension },
    plan: parseKeyPlan(keys),
    utterance: words.replace(/\.wav$/, ''),
  });
const messagesIn = (mailbox: string) => listMessages(instance().store.db, { mailbox }, 10);

/** The one message in a mailbox, once it is there, and its sound. */
async function messageIn(mailbox: string) {
  await until(`a message in ${mailbox}`, async () => (await messagesIn(mailbox)).length > 0, 10_000);
  const [message, ...more] = await messagesIn(mailbox);
  if (message === undefined || more.length > 0) throw new Error(`${more.length + 1} messages in ${mailbox}`);
  const recording = await getRecording(instance().store.db, message.id);
  const file = await readFile(join(instance().folder, 'recordings', recording?.fileKey ?? ''));
  return { message, sound: measure(readWav(file), { mergeMs: 50 }) };
}

/** Until every delivery that was asked for is over. */
const jobsDone = () =>
  until(
    'the deliveries',
    async () => {
      const { rows } = await instance().store.pool.query(
        "select count(*)::int as left from pgboss.job where name = 'voicemail.deliver' and state < 'completed'",
      );
      return rows[0].left === 0;
    },
    10_000,
  );

test('a caller who speaks and hangs up has left a message, as long as what was said', async () => {
  const report = await call('hangs-up', 'say wait:300 hangup');
  expect(report.undone).toEqual([]);
  const [record] = await recordsOf(instance(), 'hangs-up', 1);
  expect(record?.trace.at(-1)).toMatchObject({ nodeId: 'box', exit: 'left' });
  expect(record?.end).toMatchObject({ by: 'caller' });
  const { message, sound } = await messageIn('hangs-up');
  expect(message).toMatchObject({ callId: record?.id, flowId: 'hangs-up', nodeId: 'box' });
  expect(sound.segments.map(({ lengthMs }) => lengthMs)).toEqual(Array(WORDS).fill(400));
  expect(message.durationMs).toBe(sound.durationMs);
  expect(sound.durationMs).toBeGreaterThan(SPOKEN_MS + 200);
  expect(sound.durationMs).toBeLessThan(SPOKEN_MS + 2_000);
  await until('the e-mail', async () => (await messagesIn('hangs-up'))[0]?.emailState === 'sent', 10_000);
  expect(mails.mails).toMatchObject([{ from: 'office@example.com', to: ['ann@example.com'] }]);
  const [{ raw }] = mails.mails as [ReceivedMail];
  expect(raw).toContain('Subject: Voicemail from 100');
  const [, part = ''] = raw.split('filename="voicemail ');
  const [attached = ''] = part.slice(part.indexOf('\r\n\r\n') + 4).split('\r\n--');
  expect(measure(readWav(Buffer.from(attached, 'base64')), { mergeMs: 50 }).segments).toEqual(sound.segments);
}, 60_000);

test('a caller who speaks and waits is thanked, and has left a message without the silence after it', async () => {
  const report = await call('waits', 'say');
  expect(report.endedBy).toBe('callee');
  const [record] = await recordsOf(instance(), 'waits', 1);
  expect(record && pathOf(record)).toBe('start box thanks');
  const { message, sound } = await messageIn('waits');
  expect(sound.segments).toHaveLength(WORDS);
  // Asterisk cuts the silence that ended it out of the file, all but 200 ms.
  expect(message.durationMs - (sound.segments.at(-1)?.startMs ?? 0) - 400).toBeLessThan(500);
  const saidMs = record?.recordings[0]?.durationMs ?? 0;
  expect(Math.abs(saidMs - message.durationMs)).toBeLessThan(400);
  expect(await recordingsOf(instance().store.db, message.callId)).toMatchObject([{ complete: true }]);
}, 60_000);

test('silence as long as the longest message is none', async () => {
  await call('longest', '');
  const [record] = await recordsOf(instance(), 'longest', 1);
  // A flow can't hear that it is silence: it goes on as after a message.
  expect(record && pathOf(record)).toBe('start box thanks');
  const durations = record?.recordings.map(({ durationMs }) => durationMs);
  expect(durations).toEqual([5_000]);
  await jobsDone();
  expect(await messagesIn('longest')).toEqual([]);
}, 60_000);

test('a caller who says nothing has left no message, and one who hangs up in the greeting nothing at all', async () => {
  const [silent] = await Promise.all([call('silent', ''), call('greeting', 'hear wait:300 hangup')]);
  expect(silent.endedBy).toBe('callee');
  const [said] = await recordsOf(instance(), 'silent', 1);
  expect(said && pathOf(said)).toBe('start box nothing');
  const [gone] = await recordsOf(instance(), 'greeting', 1);
  expect([gone && pathOf(gone), gone?.end?.by, gone?.recordings]).toEqual(['start box', 'caller', []]);
  await jobsDone();
  expect([await messagesIn('silent'), await messagesIn('greeting')]).toEqual([[], []]);
}, 60_000);
