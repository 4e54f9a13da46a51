import { defineStep } from 'patchcord/step';
import * as z from 'zod';

export const onHangUp = defineStep({
  type: 'on-hang-up',
  version: 1,
  title: 'When the caller hangs up',
  group: 'logic',
  icon: 'phone-missed',
  summary: 'The flow goes on here when the caller hangs up.',
  docs: `For what must still be done although nobody listens any more: set a result, send a note. It runs when the
*caller* ends the call, not when the flow does. Nobody can be heard or asked here: steps that speak or listen fail.

**Exits**
- **next**: at once.`,
  settings: z.strictObject({}),
  exits: { next: { label: 'next' } },
  traits: { entry: 'hangUp', needs: 'none', effect: 'none' },
  async run(ctx) {
    return ctx.exit('next');
  },
});
