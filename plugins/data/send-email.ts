import { mailAddresses, Text } from 'patchcord/flow';
import { defineStep, StepFailed } from 'patchcord/step';
import * as z from 'zod';

export const sendEmail = defineStep({
  type: 'send-email',
  version: 1,
  title: 'Send a mail',
  group: 'data',
  icon: 'mail',
  summary: 'Sends a mail after this moment of the call; the caller does not wait for it.',
  docs: `Writes a mail with what is known of the call: who called, what they chose, what they keyed in. It is sent in the
background, also when the caller has hung up meanwhile, and tried for two days when the mail server is away. A mail that
can not be sent at all is listed under the failed jobs.

**Exits**
- **queued**: the mail is on its way. The call goes on at once.`,
  line: '{{ settings.to }}',
  settings: z.strictObject({
    connection: z.string().max(60).default('').meta({
      title: 'Mail server',
      description: 'The connection that the mail goes out by.',
      ui: 'connection',
      kind: 'smtp',
    }),
    to: Text.meta({ title: 'To', description: 'One address, or several with commas between them.' }),
    subject: Text.meta({ title: 'Subject', description: 'One line.' }),
    text: Text.meta({ title: 'Text', description: 'What the mail says; {{ }} says a value of the call.' }),
  }),
  checks: [
    {
      rule: "settings.connection != ''",
      message: 'No mail server is chosen.',
      field: 'connection',
      fix: 'Choose a mail server, or connect one.',
    },
  ],
  exits: { queued: { label: 'queued' } },
  traits: { needs: 'none', effect: 'repeatable', deadlineMs: 30_000 },
  async run(ctx) {
    const { connection, subject, text } = ctx.settings;
    const to = mailAddresses(ctx.settings.to);
    if (to === undefined)
      throw new StepFailed('mail-address-invalid', 'There is no mail address the mail could go to.');
    await ctx.jobs.afterwards({ name: 'email.send', data: { connection, to: [...to], subject, text } });
    return ctx.exit('queued');
  },
});
