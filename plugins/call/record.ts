import { Prompt } from 'patchcord/flow';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';
import { duration } from '../settings.ts';

export const record = defineStep({
  type: 'record',
  version: 1,
  title: 'Record',
  group: 'call',
  icon: 'mic',
  summary: 'Records what the caller says.',
  docs: `For a message after the tone, an answer in the caller's own words, or an announcement that callers record
themselves. The recording is kept with the call. Play it back with a Play step that names this node.

It ends when the caller is silent, presses the finish key, has spoken for the longest time, or hangs up. After a
hang-up the recording is kept, and the flow goes on in *When the caller hangs up*, if it has that.

**Exits**
- **recorded**: something was said. Gives \`recordingId\`, \`durationMs\` and \`endedBy\` (\`key\`, \`silence\`, \`max\` or
  \`hangUp\`).
- **nothing said**: nothing, or too little to count, was said.`,
  line: '{{ has(settings.prompt) && has(settings.prompt.say) ? settings.prompt.say : "" }}',
  settings: z.strictObject({
    prompt: Prompt.meta({
      title: 'Said before',
      more: false,
      description: 'Asks for the message. Played to its end, then the tone follows.',
    }).optional(),
    beep: z.boolean().default(true).meta({
      title: 'Tone',
      description: 'A short tone tells the caller when to speak.',
      ui: 'switch',
    }),
    maxMs: duration(1_000, 3_600_000, {
      title: 'Longest recording',
      description: 'The recording ends after this time.',
    }).default(120_000),
    silenceMs: duration(0, 60_000, {
      title: 'Ends after silence of',
      description: 'The recording ends when nothing was said for this long. 0: silence never ends it.',
    }).default(4_000),
    minMs: duration(0, 60_000, {
      title: 'Shortest recording',
      description: 'Less than this counts as nothing said.',
    }).default(1_000),
    finishKey: z
      .enum(['#', '*', 'any', 'none'])
      .default('#')
      .meta({ title: 'Finish key', description: 'The key that ends the recording.', ui: 'choice' }),
  }),
  checks: [
    {
      rule: 'settings.minMs < settings.maxMs',
      message: 'The shortest recording is not shorter than the longest one.',
      field: 'minMs',
      fix: 'Make the shortest recording shorter, or the longest one longer.',
    },
    {
      rule: 'settings.silenceMs < settings.maxMs',
      message: 'The recording is over before the silence that should end it.',
      field: 'silenceMs',
      fix: 'Make the silence shorter than the longest recording.',
    },
  ],
  exits: {
    recorded: {
      label: 'recorded',
      data: z.strictObject({
        recordingId: z.string(),
        durationMs: z.int(),
        endedBy: z.enum(['key', 'silence', 'max', 'hangUp']),
      }),
    },
    silent: { label: 'nothing said' },
  },
  traits: {
    waits: true,
    needs: 'answered',
    effect: 'repeatable',
    deadlineMs: 4_000_000,
    rights: { call: ['play', 'record'] },
  },
  async run(ctx) {
    const { prompt, minMs, ...options } = ctx.settings;
    if (prompt !== undefined) await ctx.call.play(prompt, { bargeIn: 'none' });
    const recorded = await ctx.call.record(options);
    if (recorded.durationMs < minMs) return ctx.exit('silent');
    return ctx.exit('recorded', recorded);
  },
});
