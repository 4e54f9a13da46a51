import { DestinationSetting, Text } from 'patchcord/flow';
import type { CallerIdChoice } from 'patchcord/step';
import { defineStep, destinationOf, StepFailed } from 'patchcord/step';
import * as z from 'zod';
import { duration, ItemId, NotReachedData, ringMs } from '../settings.ts';
import { exitOf } from './not-reached.ts';

/** Headers that say who calls, where to, or how: what they say is decided elsewhere, and checked there. */
const OURS = /^(x-|user-to-user$|subject$|alert-info$|call-info$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would begin another header
const CONTROL = /[\u0000-\u001f\u007f]/;

const Header = z.strictObject({
  id: ItemId,
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
    .meta({ title: 'Name', ui: 'line' }),
  value: Text.max(256).meta({ title: 'Value', ui: 'line' }),
});

export const transfer = defineStep({
  type: 'transfer',
  version: 1,
  title: 'Transfer',
  group: 'call',
  icon: 'phone-forwarded',
  summary: 'Connects the caller with somebody else.',
  docs: `Rings the phone of somebody else and connects the caller with whoever picks up. Meanwhile the caller hears a ringing
tone, or music.

You choose whom: a phone number, a SIP address (the address of an internet phone, such as \`sip:ann@example.com\`), an
extension, or a person, whose phones all ring. What may be called is decided by the rules for calling out.

**How they are connected**
- *By Patchcord*: the call stays here, so it can be recorded and its end is known. It uses a second line.
- *By the carrier* (your phone company): it is asked to connect the two itself (SIP calls this REFER), and the call is
  over here. Not every carrier does that.
- *By the carrier if it can*: what it does not do, Patchcord does.

**Exits**
- **ended**: they have talked, and one of them hung up, or the longest time was over. Gives \`by\` (\`leg\`: the one who
  was called; \`limit\`; \`carrier\`) and \`durationMs\`. If the caller is still there, the flow goes on with them; lead it
  to *Hang up* to end the call.
- **busy**: the line is busy.
- **no answer**: nobody picked up in the ring time.
- **rejected**: the call was declined.

After the last three the caller is still there. Each gives \`message\` and, where there is one, \`sipCode\`. What can not
be dialled at all leaves by *failed*.`,
  line: '{{ settings.to.value }}',
  settings: z.strictObject({
    to: DestinationSetting.meta({
      title: 'To whom',
      description: 'The phone that rings.',
      ui: 'destination',
    }),
    ringMs,
    callerId: z
      .enum(['number', 'caller', 'fixed'])
      .default('number')
      .meta({
        title: 'Number that is shown',
        description: "What the called phone shows. Carriers often block a caller's number: it is not yours.",
        labels: { number: 'The number that was called', caller: "The caller's", fixed: 'Another of yours' },
        ui: 'choice',
      }),
    shown: Text.max(200)
      .meta({
        title: 'Which number',
        description: 'One of your numbers, with + and country code.',
        ui: 'phone',
        when: "settings.callerId == 'fixed'",
      })
      .optional(),
    waiting: z
      .enum(['ringing', 'music', 'silence'])
      .default('ringing')
      .meta({
        title: 'The caller hears',
        description: 'Until somebody picks up.',
        labels: { ringing: 'Ringing', music: 'Music', silence: 'Nothing' },
        ui: 'choice',
      }),
    mode: z
      .enum(['bridge', 'refer', 'auto'])
      .default('bridge')
      .meta({
        title: 'Connected',
        description: 'Who connects the two, and stays between them.',
        labels: { bridge: 'By Patchcord', refer: 'By the carrier', auto: 'By the carrier if it can' },
        ui: 'choice',
      }),
    longestMs: duration(60_000, 14_400_000, {
      title: 'Longest time',
      description: 'The conversation ends then. Only where Patchcord connects the two.',
    }).default(14_400_000),
    headers: z.array(Header).max(10).default([]).meta({
      title: 'SIP headers',
      description: 'For the phone or system that is called: names that begin with X-, or User-to-User and the like.',
      ui: 'list',
      more: true,
    }),
  }),
  checks: [
    {
      rule: "settings.callerId != 'fixed' || has(settings.shown)",
      message: 'It is not said which number is shown.',
      field: 'shown',
      fix: 'Enter one of your numbers.',
    },
  ],
  exits: {
    ended: {
      label: 'ended',
      data: z.strictObject({ by: z.enum(['caller', 'leg', 'limit', 'carrier']), durationMs: z.int() }),
    },
    busy: { label: 'busy', data: NotReachedData },
    noAnswer: { label: 'no answer', data: NotReachedData },
    rejected: { label: 'rejected', data: NotReachedData },
  },
  traits: {
    waits: true,
    needs: 'answered',
    effect: 'once',
    deadlineMs: 18_000_000,
    rights: { call: ['answer', 'dial', 'bridge', 'transfer'] },
  },
  async run(ctx) {
    const { to, ringMs: timeoutMs, waiting, mode, longestMs: maxMs, headers } = ctx.settings;
    for (const { name, value } of headers)
      if (!OURS.test(name) || CONTROL.test(value))
        throw new StepFailed(
          'header-not-allowed',
          `The header ${name} can not be sent: use a name that begins with X-.`,
        );
    // Only who has been answered hears the ringing, and the other side's exchange.
    await ctx.call.answer();
    const result = await ctx.call.transfer({
      to: destinationOf(to),
      timeoutMs,
      waiting,
      mode,
      maxMs,
      callerId: callerIdOf(ctx.settings),
      headers: headers.map(({ name, value }) => ({ name, value })),
    });
    if (result.kind === 'ended') return ctx.exit('ended', { by: result.by, durationMs: result.durationMs });
    const { exit, data } = exitOf(result);
    return ctx.exit(exit, data);
  },
});

function callerIdOf({ callerId, shown = '' }: { callerId: string; shown?: string | undefined }): CallerIdChoice {
  if (callerId === 'caller') return { show: 'caller' };
  return callerId === 'fixed' ? { show: 'fixed', number: shown.trim() } : { show: 'number' };
}
