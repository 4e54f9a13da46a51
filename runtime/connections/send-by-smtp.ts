import { createTransport } from 'nodemailer';
import type { SmtpOptions } from './smtp-options.ts';
import { loginOf, transportOf } from './smtp-transport.ts';

export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** The same for the same mail, so that a receiver can tell a repetition. */
  readonly id: string;
}

/** Hands one mail to the server; rejects with nodemailer's error where it does not take it for every address. */
export async function sendBySmtp(
  options: SmtpOptions,
  secret: (name: string) => Promise<string>,
  { to, subject, text, attachments = [], id }: Mail,
): Promise<void> {
  const auth = await loginOf(options, secret);
  const transport = createTransport({ ...transportOf(options), ...(auth === undefined ? {} : { auth }) });
  try {
    const sent = await transport.sendMail({
      from: { address: options.from, name: options.fromName ?? '' },
      to: to.map((address) => ({ address, name: '' })),
      subject: subject.replaceAll(/\p{Cc}+/gu, ' ').trim(),
      text,
      messageId: `<${id}@${options.from.split('@')[1]}>`,
      // RFC 3834: keeps vacation notices from answering.
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: attachments.map((attachment) => ({ ...attachment })),
    });
    const [refused] = sent.rejectedErrors ?? [];
    if (refused !== undefined) throw refused;
  } finally {
    transport.close();
  }
}
