import type { SmtpOptions } from './smtp-options.ts';

const CONNECT_MS = 10_000;
const ANSWER_MS = 20_000;

/** What nodemailer needs to connect; nothing in a mail can make it read a file or an address. */
export const transportOf = ({ host, port, security, checkCertificate }: SmtpOptions) => ({
  host,
  port,
  secure: security === 'tls',
  requireTLS: security === 'startTls',
  ignoreTLS: security === 'none',
  connectionTimeout: CONNECT_MS,
  greetingTimeout: CONNECT_MS,
  socketTimeout: ANSWER_MS,
  disableFileAccess: true,
  disableUrlAccess: true,
  tls: { rejectUnauthorized: checkCertificate },
});

/** The login, if the server shall be asked for one. */
export async function loginOf(
  { user, password }: SmtpOptions,
  secret: (name: string) => Promise<string>,
): Promise<{ user: string; pass: string } | undefined> {
  if (user === undefined || user === '') return undefined;
  return { user, pass: password === undefined ? '' : await secret(password.secret) };
}
