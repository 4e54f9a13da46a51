import { defineStep } from 'patchcord/step';
import * as z from 'zod';

const CallError = z.object({
  nodeId: z.string().default(''),
  code: z.string().default('failed'),
  message: z.string().default(''),
});

export const onError = defineStep({
  type: 'on-error',
  version: 1,
  title: 'When something fails',
  group: 'logic',
  icon: 'shield-alert',
  summary: 'The call goes on here when a step fails.',
  docs: `A step fails when it can't do its work and its *failed* exit leads nowhere. Without this node the call then
simply ends. Say you are sorry, take a message, or hang up with a friendly word. A call comes here three times at most,
so that a fault in what follows can't hold the caller for ever.

**Exits**
- **next**: at once. Gives \`nodeId\` (the node that failed), \`code\` and \`message\`.`,
  settings: z.strictObject({}),
  exits: {
    next: { label: 'next', data: z.strictObject({ nodeId: z.string(), code: z.string(), message: z.string() }) },
  },
  traits: { entry: 'error', needs: 'none', effect: 'none' },
  async run(ctx) {
    return ctx.exit('next', CallError.parse(ctx.evaluate('call.error') ?? {}));
  },
});
