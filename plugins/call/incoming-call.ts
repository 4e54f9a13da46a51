import { defineStep } from 'patchcord/step';
import * as z from 'zod';

export const incomingCall = defineStep({
  type: 'incoming-call',
  version: 1,
  title: 'Incoming call',
  group: 'call',
  icon: 'phone-incoming',
  summary: 'A call to this flow begins here.',
  docs: `Every flow for incoming calls has exactly one. The phone is still ringing here: the next step that speaks or
listens answers the call by itself, so an Answer step is rarely needed.

Who is calling can be read anywhere in the flow as \`caller.number\` and \`caller.name\`, the number that was called as
\`call.called\`. Treat both as hints: a caller can fake them.

**Exits**
- **next**: at once.`,
  settings: z.strictObject({}),
  exits: { next: { label: 'next' } },
  traits: { entry: 'call', needs: 'none', effect: 'none' },
  async run(ctx) {
    return ctx.exit('next');
  },
});
