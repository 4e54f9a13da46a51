import * as z from 'zod';
import { MailAddress } from '#runtime/flow/mail-address';
import { SecretRef } from '#runtime/flow/secret-ref';

/** How mails are handed to a mail server (RFC 6409, message submission). */
export const SmtpOptions = z.strictObject({
  host: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, 'Write the name of a server, such as smtp.example.com.')
    .max(253)
    .meta({ title: 'Server', description: 'The name of your mail server, such as smtp.example.com.', ui: 'text' }),
  port: z.int().min(1).max(65_535).default(587).meta({
    title: 'Port',
    description: '587 with STARTTLS, 465 with TLS.',
    ui: 'number',
  }),
  security: z
    .enum(['startTls', 'tls', 'none'])
    .default('startTls')
    .meta({
      title: 'Encryption',
      description: 'Your mail provider says which. None at all only for a server inside your network.',
      labels: { startTls: 'STARTTLS (port 587)', tls: 'TLS (port 465)', none: 'None' },
      ui: 'choice',
    }),
  checkCertificate: z.boolean().default(true).meta({
    title: 'Check the certificate',
    description: 'Off only for a server of your own with a certificate it made itself.',
    ui: 'switch',
  }),
  user: z.string().max(254).optional().meta({
    title: 'User name',
    description: 'Often the whole mail address. Empty for a server that asks for no login.',
    ui: 'text',
  }),
  password: SecretRef.optional().meta({
    title: 'Password',
    description: 'Kept as a secret. Many providers want an "app password" here, not the one of the mailbox.',
    ui: 'secret',
  }),
  from: MailAddress.meta({
    title: 'From',
    description: 'The address that mails come from. Your provider must allow this user to send from it.',
    ui: 'text',
  }),
  fromName: z
    .string()
    .max(80)
    .regex(/^\P{Cc}*$/u, 'Use one line of text.')
    .optional()
    .meta({ title: 'Name of the sender', description: 'Shown beside the address.', ui: 'text' }),
});
export type SmtpOptions = z.infer<typeof SmtpOptions>;
