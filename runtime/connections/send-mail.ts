import type { JsonObject } from '#runtime/flow/json';
import { GiveUp } from '#runtime/jobs/job';
import { type ConnectionKind, checkedOptions } from './connection-kind.ts';
import { type Mail, sendBySmtp } from './send-by-smtp.ts';
import { smtp } from './smtp.ts';
import type { SmtpOptions } from './smtp-options.ts';
import { smtpTrouble } from './smtp-words.ts';

export interface MailDeps {
  /** Rejects with the code `connection-unknown` where it was removed. */
  readonly connection: (id: string) => Promise<{ readonly kind: string; readonly options: JsonObject }>;
  readonly secret: (name: string) => Promise<string>;
}

/**
 * Sends a mail over a connection, for a job: rejects in plain words, and by GiveUp where another attempt would fail as
 * well. What a person can mend meanwhile, such as a password, is worth another attempt.
 */
export async function sendMail({ connection, secret }: MailDeps, connectionId: string, mail: Mail): Promise<void> {
  const { kind, options } = await connection(connectionId);
  if (kind !== 'smtp') throw new GiveUp('connection-no-mail', `Connection '${connectionId}' can not send mails.`);
  const checked = checkedOptions(smtp as unknown as ConnectionKind, options) as unknown as SmtpOptions;
  try {
    await sendBySmtp(checked, secret, mail);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'secret-unknown') throw error;
    const { message, forGood } = smtpTrouble(error, checked.host);
    if (forGood) throw new GiveUp('mail-refused', message);
    throw new Error(message, { cause: error });
  }
}
