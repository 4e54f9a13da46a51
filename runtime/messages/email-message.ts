import { type EmailDeps, emailJob } from '#runtime/connections/email-job';
import { defineJob, type JobKind } from '#runtime/jobs/job';
import type { Db } from '#runtime/store/database';
import { findMessage, setMessageEmail } from '#runtime/store/messages';
import { MessageEmail } from './message-mail.ts';

/** `email.send` for a message: the message shows what became of it. One that was deleted meanwhile is not sent. */
export function emailMessageJob(db: Db, deps: EmailDeps): JobKind {
  const email = emailJob(deps);
  return defineJob<MessageEmail>({
    ...email,
    name: 'voicemail.email',
    data: MessageEmail,
    async run({ messageId, ...mail }, run) {
      if ((await findMessage(db, messageId)) === undefined) return;
      await email.run(mail as never, run);
      await setMessageEmail(db, messageId, 'sent');
    },
    gaveUp: ({ messageId }, error) => setMessageEmail(db, messageId, 'failed', error.message),
  });
}
