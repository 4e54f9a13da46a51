import { lookup } from 'node:dns/promises';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ConnectionCheck, ConnectionTest } from './connection-kind.ts';
import { sendBySmtp } from './send-by-smtp.ts';
import type { SmtpOptions } from './smtp-options.ts';
import { loginOf, transportOf } from './smtp-transport.ts';
import { smtpTrouble } from './smtp-words.ts';

const names = { connect: 'Connect', secure: 'Encryption', logIn: 'Log in', send: 'Send a mail' } as const;

/** Climbs from the name of the server to a mail on its way, and stops at the first rung that does not hold. */
export async function testSmtp(options: SmtpOptions, { secret, to }: ConnectionTest): Promise<ConnectionCheck[]> {
  const { host, port, security } = options;
  const checks: ConnectionCheck[] = [];
  const passed = (name: string, message: string) => checks.push({ name, ok: true, message });
  try {
    const { address } = await lookup(host);
    passed('Find the server', `'${host}' is at ${address}.`);
  } catch (error) {
    const { message, fix } = smtpTrouble(error, host);
    return [{ name: 'Find the server', ok: false, message, fix }];
  }
  const connection = new SMTPConnection(transportOf(options));
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    passed(names.connect, `A mail server answers on port ${port}.`);
    passed(
      names.secure,
      security === 'none' ? 'Switched off: only for servers inside your network.' : 'The connection is encrypted.',
    );
    const login = await loginOf(options, secret);
    if (login !== undefined) {
      await new Promise<void>((resolve, reject) =>
        connection.login({ credentials: login, ...login }, (error) => (error ? reject(error) : resolve())),
      );
      passed(names.logIn, `The server accepts '${login.user}' and the password.`);
    }
    if (to !== undefined) {
      const mail = { to: [to], subject: 'Patchcord: test', text: 'This mail shows that Patchcord can send mails.' };
      await sendBySmtp(options, secret, { ...mail, id: `test-${Date.now()}` });
      passed(names.send, `The server has taken a mail to ${to}. Look into that mailbox, and into its spam.`);
    }
  } catch (error) {
    checks.push(...failed(error, host, checks));
  } finally {
    connection.close();
  }
  return checks;
}

function failed(error: unknown, host: string, checks: readonly ConnectionCheck[]): ConnectionCheck[] {
  const { code } = error as { code?: unknown };
  if (code === 'secret-unknown')
    return [
      {
        name: names.logIn,
        ok: false,
        message: (error as Error).message,
        fix: 'Choose another secret, or set this one.',
      },
    ];
  const { at, message, fix } = smtpTrouble(error, host);
  const check = { name: names[at], ok: false, message, fix };
  if (at !== 'secure' || checks.some(({ name }) => name === names.connect)) return [check];
  // It was reached before it could not be trusted.
  return [{ name: names.connect, ok: true, message: 'A server answers.' }, check];
}
