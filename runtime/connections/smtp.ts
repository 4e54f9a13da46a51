import type { ConnectionKind } from './connection-kind.ts';
import { SmtpOptions } from './smtp-options.ts';
import { testSmtp } from './test-smtp.ts';

export const smtp: ConnectionKind<SmtpOptions> = {
  kind: 'smtp',
  title: 'Mail server',
  summary: 'Sends mails: voice messages, notes of calls. Your mail provider tells these settings under "SMTP".',
  options: SmtpOptions,
  test: testSmtp,
};
