import { defineStep } from 'patchcord/step';
import * as z from 'zod';

export const answer = defineStep({
  type: 'answer',
  version: 1,
  title: 'Answer',
  group: 'call',
  icon: 'phone',
  summary: 'Picks up the phone.',
  docs: `From here on the caller pays and can hear the flow. Steps that speak or listen answer by themselves; use this
step to pick up earlier, for instance before something that takes a while. A call that is answered already goes straight
on.

**Exits**
- **next**: the call is answered.`,
  settings: z.strictObject({}),
  exits: { next: { label: 'next' } },
  traits: { needs: 'none', effect: 'repeatable', deadlineMs: 30_000, rights: { call: ['answer'] } },
  async run(ctx) {
    await ctx.call.answer();
    return ctx.exit('next');
  },
});
