import * as z from 'zod';
import { MailAddress } from '#runtime/flow/mail-address';
import { defineJob, GiveUp, type JobKind } from '#runtime/jobs/job';
import type { Attachment } from './send-by-smtp.ts';
import { type MailDeps, sendMail } from './send-mail.ts';

export const EmailData = z.strictObject({
  connection: z.string().max(60),
  to: z.array(MailAddress).min(1).max(50),
  subject: z.string().max(1_000),
  text: z.string().max(100_000),
  /** Recordings of the call, by their ids. */
  attachments: z
    .array(z.strictObject({ recording: z.string().max(150), filename: z.string().max(100) }))
    .max(10)
    .optional(),
});

export interface EmailDeps extends MailDeps {
  /** The audio of a recording: `waiting` until it is stored, `gone` when it was deleted. */
  readonly recording: (id: string) => Promise<{ content: Buffer; contentType: string } | 'waiting' | 'gone'>;
}

const LARGEST_BYTES = 20_000_000;

/** Sends a mail; tried again for about two days, as a mail server does (RFC 5321, 4.5.4.1). */
export const emailJob = (deps: EmailDeps): JobKind =>
  defineJob({
    name: 'email.send',
    data: EmailData,
    retries: { limit: 12, firstMs: 30_000 },
    timeoutMs: 120_000,
    concurrency: 2,
    async run({ connection, to, subject, text, attachments = [] }, { id }) {
      const files = await Promise.all(attachments.map(({ recording, filename }) => fileOf(deps, recording, filename)));
      await sendMail(deps, connection, { to, subject, text, attachments: files, id });
    },
  });

async function fileOf(deps: EmailDeps, recording: string, filename: string): Promise<Attachment> {
  const found = await deps.recording(recording);
  if (found === 'waiting') throw new Error(`Recording ${recording} is not stored yet.`);
  if (found === 'gone') throw new GiveUp('recording-gone', `Recording ${recording} was deleted.`);
  if (found.content.length > LARGEST_BYTES)
    throw new GiveUp('mail-too-large', `Recording ${recording} is too large for a mail.`);
  return { filename: filename.replaceAll(/[/\\\p{Cc}"]/gu, '-'), ...found };
}
