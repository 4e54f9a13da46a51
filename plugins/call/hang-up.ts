import { Prompt } from 'patchcord/flow';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';

/** Q.850 causes (ITU-T Q.850, 2.2.7.1); Asterisk turns them into a SIP answer before the call is answered. */
const causes = { normal: 16, busy: 17, rejected: 21 } as const;

export const hangUp = defineStep({
  type: 'hang-up',
  version: 1,
  title: 'Hang up',
  group: 'call',
  icon: 'phone-off',
  summary: 'Ends the call.',
  docs: `Says goodbye if you want, then ends the call. The flow ends here.

To turn a call away without answering it, lead it here before anything is said, leave the goodbye empty, and choose what
the caller's phone is told: busy or rejected.

**Exits**: none.`,
  line: '{{ has(settings.prompt) && has(settings.prompt.say) ? settings.prompt.say : "" }}',
  settings: z.strictObject({
    prompt: Prompt.meta({
      title: 'Goodbye',
      description: 'Said to its end before the call ends. May stay empty.',
    }).optional(),
    reason: z.enum(['normal', 'busy', 'rejected']).default('normal').meta({
      title: "What the caller's phone is told",
      description: 'Matters only for a call that was not answered.',
      ui: 'choice',
    }),
  }),
  exits: {},
  traits: {
    ends: true,
    needs: 'none',
    effect: 'repeatable',
    deadlineMs: 900_000,
    rights: { call: ['answer', 'play', 'hangUp'] },
  },
  async run(ctx) {
    const { prompt, reason } = ctx.settings;
    if (prompt !== undefined && ctx.call.leg !== 'ended') {
      await ctx.call.answer();
      await ctx.call.play(prompt, { bargeIn: 'none' });
    }
    await ctx.call.hangUp({ cause: causes[reason] });
    return ctx.exit('ended');
  },
});
