import * as z from 'zod';
import type { EmailDeps } from '#runtime/connections/email-job';
import { mailAddresses } from '#runtime/flow/mail-address';
import { defineJob, GiveUp, type JobKind } from '#runtime/jobs/job';
import { measure } from '#runtime/speech/measure';
import { readWav } from '#runtime/speech/wav';
import { getCall } from '#runtime/store/calls';
import type { Db } from '#runtime/store/database';
import { type NewMessage, putMessage, setMessageEmail } from '#runtime/store/messages';
import { getRecording } from '#runtime/store/recordings';
import { type MessageEmail, mailOf } from './message-mail.ts';

/** Sound of less than this in all is a click, a breath or the line, not words. */
const LEAST_SOUND_MS = 200;

const Delivery = z.strictObject({
  recordingId: z.string().max(100),
  mailbox: z.string().max(10_000),
  minMs: z.int().nonnegative(),
  /** When the caller had spoken, in milliseconds since the Unix epoch. */
  leftMs: z.int().nonnegative(),
  email: z
    .strictObject({
      connection: z.string().max(60),
      to: z.string().max(10_000),
      subject: z.string().max(10_000),
      text: z.string().max(100_000),
    })
    .optional(),
});

export interface DeliverMessageDeps {
  readonly db: Db;
  readonly recording: EmailDeps['recording'];
  /** Asks for the job that sends the mail; under the same key again it is the same job. */
  readonly askEmail: (mail: MessageEmail, key: string) => Promise<void>;
}

/** The job that puts what a caller said into a mailbox, if it is a message, and has it sent by e-mail. */
export const deliverMessageJob = ({ db, recording, askEmail }: DeliverMessageDeps): JobKind =>
  defineJob({
    name: 'voicemail.deliver',
    data: Delivery,
    retries: { limit: 8, firstMs: 2_000 },
    timeoutMs: 60_000,
    async run({ recordingId, mailbox, minMs, leftMs, email }) {
      const file = await recording(recordingId);
      const row = await getRecording(db, recordingId);
      const call = row && (await getCall(db, row.callId));
      if (file === 'waiting') throw new Error(`Recording ${recordingId} is not stored yet.`);
      if (file === 'gone' || !row || !call)
        throw new GiveUp('recording-gone', `What the caller said (${recordingId}) is not there any more.`);
      if (!isMessage(file.content, minMs)) return;
      const message: NewMessage = {
        id: recordingId,
        mailbox: mailboxOf(mailbox),
        callId: call.id,
        flowId: call.flowId,
        nodeId: row.nodeId ?? '',
        callerNumber: call.caller.number,
        callerName: call.caller.name,
        createdAt: new Date(leftMs),
        durationMs: row.durationMs,
        emailState: email === undefined ? 'none' : 'waiting',
      };
      await putMessage(db, message);
      if (email === undefined) return;
      const to = mailAddresses(email.to);
      if (to === undefined)
        await setMessageEmail(db, message.id, 'failed', 'There is no mail address the message could go to.');
      else await askEmail(mailOf(message, { ...email, to }), message.id);
    },
  });

function isMessage(file: Uint8Array, minMs: number): boolean {
  const { durationMs, segments } = measure(readWav(file));
  return durationMs >= minMs && segments.reduce((sum, { lengthMs }) => sum + lengthMs, 0) >= LEAST_SOUND_MS;
}

/** The name may hold what a caller said or is called: one line, and never none. */
function mailboxOf(name: string): string {
  const line = name.replace(/\p{Cc}+/gu, ' ').trim();
  return line.slice(0, 60) || 'Main';
}
