import { DestinationSetting, Text } from 'patchcord/flow';
import { defineStep, destinationIn, destinationOf, StepFailed } from 'patchcord/step';
import * as z from 'zod';
import { NotReachedData, ringMs } from '../settings.ts';
import { exitOf } from './not-reached.ts';

const E164 = /^\+[1-9][0-9]{5,14}$/;

export const outgoingCall = defineStep({
  type: 'outgoing-call',
  version: 1,
  title: 'Outgoing call',
  group: 'call',
  icon: 'phone-outgoing',
  summary: 'Calls somebody: a flow that makes calls begins here.',
  docs: `Every flow for outgoing calls has exactly one. It rings whoever the call is for, and everything after **answered**
happens with that person on the line. A call is started by \`npx patchcord dial\`, by a program (\`POST /api/calls\`), or to
try it by *Call me* in the editor: your own phone then stands for the one that is called.

What may be called is decided by the rules for calling out, and nothing may be until somebody has allowed it. The number
that is shown must be one of yours.

If a trunk (the line to your phone company) does not respond or has a fault, the next one is tried. Once a phone has
rung, was busy, or the call was declined, nobody is called again.

**Exits**
- **answered**: somebody picked up; it may be a mailbox.
- **busy**: the line is busy.
- **no answer**: nobody picked up in the ring time.
- **rejected**: the call was declined.

All but *answered* give \`message\` and, where there is one, \`sipCode\`. What can not be dialled at all leaves by *failed*.`,
  line: '{{ has(settings.to) ? settings.to.value : "" }}',
  settings: z.strictObject({
    to: DestinationSetting.meta({
      title: 'Whom to call',
      description: 'Leave it empty to call whoever the call was started for.',
      ui: 'destination',
    }).optional(),
    callerId: Text.max(200)
      .meta({
        title: 'Number that is shown',
        description: 'One of your numbers, with + and country code. Empty: the one that the call was started from.',
        ui: 'phone',
      })
      .optional(),
    ringMs,
  }),
  exits: {
    answered: { label: 'answered' },
    busy: { label: 'busy', data: NotReachedData },
    noAnswer: { label: 'no answer', data: NotReachedData },
    rejected: { label: 'rejected', data: NotReachedData },
  },
  traits: {
    entry: 'call',
    dialsOut: true,
    waits: true,
    needs: 'none',
    effect: 'once',
    deadlineMs: 900_000,
    rights: { call: ['dial'] },
  },
  async run(ctx) {
    const { to: chosen, callerId = '', ringMs: timeoutMs } = ctx.settings;
    // Somebody tries the flow, and is on the line already.
    if (ctx.call.leg === 'answered') return ctx.exit('answered');
    if (ctx.call.leg === 'ringing')
      throw new StepFailed(
        'flow-dials-out',
        'This flow makes calls. A flow that takes calls begins with Incoming call.',
      );
    const to = chosen === undefined ? destinationIn(ctx.call.called) : destinationOf(chosen);
    if (to === undefined) throw new StepFailed('destination-missing', 'Nobody is said to be called.');
    const shown = callerId.trim();
    if (shown !== '' && !E164.test(shown))
      throw new StepFailed('caller-id-malformed', 'The number that is shown must be one with + and its country code.');
    const from = shown === '' ? {} : { from: shown };
    const dialled = await ctx.call.dial({ to, timeoutMs, ...from });
    if (dialled.kind === 'answered') return ctx.exit('answered');
    const { exit, data } = exitOf(dialled);
    return ctx.exit(exit, data);
  },
});
