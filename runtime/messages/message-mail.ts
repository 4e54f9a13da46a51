import * as z from 'zod';
import { EmailData } from '#runtime/connections/email-job';
import type { NewMessage } from '#runtime/store/messages';

/** Data of the job that sends a message by e-mail. */
export const MessageEmail = EmailData.extend({ messageId: z.string().max(100) });
export type MessageEmail = z.infer<typeof MessageEmail>;

/** The mail that brings a message: what its flow says, the facts, and the sound. */
export function mailOf(
  message: NewMessage,
  email: {
    readonly connection: string;
    readonly to: readonly string[];
    readonly subject: string;
    readonly text: string;
  },
): MessageEmail {
  const { id, mailbox, callerNumber, callerName, createdAt, durationMs } = message;
  const caller = [callerName, callerNumber].filter((part) => part.trim() !== '').join(', ') || 'unknown';
  const facts = [
    `From: ${caller}`,
    `Mailbox: ${mailbox}`,
    `When: ${moment.format(createdAt)}`,
    `Length: ${lengthOf(durationMs)}`,
  ];
  const text = email.text.trim();
  return {
    messageId: id,
    connection: email.connection,
    to: [...email.to],
    subject: oneLine(email.subject) || 'Voicemail',
    text: `${[...(text === '' ? [] : [text, '']), ...facts].join('\n')}\n`,
    attachments: [
      { recording: id, filename: `voicemail ${createdAt.toISOString().slice(0, 16).replace(':', '')}.wav` },
    ],
  };
}

/** In the time zone of this machine. */
const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** `1:05` for 65 seconds. */
function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A caller without a name leaves two spaces in a row. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 1_000);
