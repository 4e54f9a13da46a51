import { Prompt, Text } from 'patchcord/flow';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';
import { duration } from '../settings.ts';

const Email = z
  .strictObject({
    connection: z.string().max(60).default('').meta({
      title: 'Mail server',
      description: 'The connection that sends the e-mail.',
      ui: 'connection',
      kind: 'smtp',
    }),
    to: Text.default('').meta({
      title: 'To',
      description: 'One e-mail address, or several with commas between them.',
    }),
    subject: Text.default('Voicemail from {{ caller.name }} {{ caller.number }}').meta({
      title: 'Subject',
      description: 'Of the e-mail.',
    }),
    text: Text.default('').meta({
      title: 'Text',
      description: 'Said above who called, when, and how long the message is. May stay empty.',
    }),
  })
  .meta({ title: 'E-mail', description: 'Sends each message with its sound.', more: false });

export const voicemail = defineStep({
  type: 'voicemail',
  version: 1,
  title: 'Voicemail',
  group: 'call',
  icon: 'voicemail',
  summary: 'Takes a message, puts it into a mailbox, and sends it by e-mail.',
  docs: `Says the greeting, gives a tone, and records. The message ends when the caller is silent, presses #, has spoken
for the longest time, or simply hangs up: it is kept in each of these cases, and goes into the mailbox when the call is
over. What turns out to be silence is not kept as a message.

After a hang-up the flow goes on in *When the caller hangs up*, if it has that.

**Exits**
- **message left**: something was said. Gives \`messageId\` and \`durationMs\`.
- **no message**: nothing, or too little to count, was said.`,
  line: '{{ settings.mailbox }}',
  settings: z.strictObject({
    greeting: Prompt.meta({
      title: 'Greeting',
      description: 'Asks for the message. Played to its end, then the tone follows.',
      more: false,
    }).default({ say: 'Please leave a message after the tone.' }),
    mailbox: Text.min(1).max(60).default('Main').meta({
      title: 'Mailbox',
      description: 'Where the message is found. A name that is new makes a new mailbox.',
      more: false,
    }),
    beep: z.boolean().default(true).meta({
      title: 'Tone',
      description: 'A short tone tells the caller when to speak.',
      ui: 'switch',
    }),
    maxMs: duration(5_000, 3_600_000, {
      title: 'Longest message',
      description: 'The message ends after this time.',
    }).default(180_000),
    silenceMs: duration(0, 60_000, {
      title: 'Ends after silence of',
      description: 'The message ends when nothing was said for this long. 0: silence never ends it.',
    }).default(5_000),
    minMs: duration(0, 60_000, {
      title: 'Shortest message',
      description: 'Less than this counts as no message.',
    }).default(1_000),
    email: Email.optional(),
  }),
  checks: [
    {
      rule: 'settings.minMs < settings.maxMs',
      message: 'The shortest message is not shorter than the longest one.',
      field: 'minMs',
      fix: 'Make the shortest message shorter, or the longest one longer.',
    },
    {
      rule: 'settings.silenceMs < settings.maxMs',
      message: 'The message is over before the silence that should end it.',
      field: 'silenceMs',
      fix: 'Make the silence shorter than the longest message.',
    },
    {
      rule: "!has(settings.email) || settings.email.connection != ''",
      message: 'No mail server is chosen for the e-mail.',
      field: 'email',
      fix: 'Choose a mail server, connect one, or take the e-mail out.',
    },
    {
      rule: "!has(settings.email) || settings.email.to != ''",
      message: 'The e-mail has no address to go to.',
      field: 'email',
      fix: 'Write an address, or take the e-mail out.',
    },
  ],
  exits: {
    left: { label: 'message left', data: z.strictObject({ messageId: z.string(), durationMs: z.int() }) },
    noMessage: { label: 'no message' },
  },
  traits: {
    waits: true,
    needs: 'answered',
    effect: 'repeatable',
    deadlineMs: 4_000_000,
    rights: { call: ['play', 'record'] },
  },
  async run(ctx) {
    const { greeting, mailbox, beep, maxMs, silenceMs, minMs, email } = ctx.settings;
    await ctx.call.play(greeting, { bargeIn: 'none' });
    const { recordingId, durationMs } = await ctx.call.record({ maxMs, silenceMs, beep, finishKey: '#' });
    if (durationMs < minMs) return ctx.exit('noMessage');
    await ctx.jobs.afterwards({
      name: 'voicemail.deliver',
      // Its sound is where it stays only when the call is over.
      when: 'afterCall',
      data: { recordingId, mailbox, minMs, leftMs: ctx.now(), ...(email === undefined ? {} : { email }) },
    });
    return ctx.exit('left', { messageId: recordingId, durationMs });
  },
});
