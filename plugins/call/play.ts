import { Expression, NodeId, Prompt } from 'patchcord/flow';
import type { Sound, StepContext } from 'patchcord/step';
import { defineStep, StepFailed } from 'patchcord/step';
import * as z from 'zod';
import { bargeIn } from '../settings.ts';

const RecordedBy = z
  .strictObject({ recordedBy: NodeId.meta({ title: 'Recorded by', ui: 'node', gives: 'recordingId' }) })
  .meta({ title: 'What a step of this call recorded' });
const RecordedAs = z
  .strictObject({ recording: Expression.meta({ title: 'Recording' }) })
  .meta({ title: 'A recording of this call, by its id' });
// A prompt comes last: whoever walks the schema takes the first variant that fits.
const PlayedSound = z.union([RecordedBy, RecordedAs, Prompt]).meta({ title: 'Sound' });
type PlayedSound = z.infer<typeof PlayedSound>;

export const play = defineStep({
  type: 'play',
  version: 1,
  title: 'Play',
  group: 'call',
  icon: 'volume-2',
  summary: 'Says or plays something to the caller.',
  docs: `Says a text, plays a recording you uploaded, or plays back what the caller recorded in this call; several sounds
follow each other without a gap. Write \`{{ vars.name }}\` in a text to say a value.

If the caller may interrupt, a key ends all of it, and the key counts for the next step that waits for one: who knows
your menu need not listen to the welcome.

A recording that was never made is left out; the call goes on.

**Exits**
- **next**: everything was played, or the caller interrupted it.`,
  line: "{{ settings.sounds.map(s, has(s.say) ? s.say : has(s.recordedBy) ? s.recordedBy : 'recording').join(' ') }}",
  settings: z.strictObject({
    sounds: z.array(PlayedSound).min(1).max(20).meta({
      title: 'Sounds',
      description: 'What the caller hears, one after another.',
      ui: 'sounds',
    }),
    bargeIn,
    times: z.int().min(1).max(20).default(1).meta({
      title: 'How often',
      description: 'Plays all of it this many times.',
      ui: 'number',
    }),
  }),
  exits: { next: { label: 'next' } },
  traits: {
    waits: true,
    needs: 'answered',
    effect: 'repeatable',
    deadlineMs: 3_600_000,
    rights: { call: ['play'] },
  },
  async run(ctx) {
    const sounds = ctx.settings.sounds.flatMap((sound) => audible(ctx, sound));
    for (let time = 1; time <= ctx.settings.times && sounds.length > 0; time++) {
      const { kind } = await ctx.call.play(sounds, { bargeIn: ctx.settings.bargeIn });
      if (kind === 'interrupted') break;
    }
    return ctx.exit('next');
  },
});

function audible(ctx: Pick<StepContext, 'call' | 'evaluate' | 'log'>, sound: PlayedSound): readonly Sound[] {
  if (!('recordedBy' in sound) && !('recording' in sound)) return [sound];
  const expression = 'recording' in sound ? sound.recording : `steps.${sound.recordedBy}.recordingId`;
  const recording = ctx.evaluate(expression);
  if (recording === null || recording === '') {
    ctx.log.warn('There is no such recording in this call.', { expression });
    return [];
  }
  // An id that a caller or a web service supplied must not open another call's recording.
  if (typeof recording !== 'string' || !recording.startsWith(`${ctx.call.id}:`)) {
    throw new StepFailed('recording-not-of-this-call', 'Only a recording made in this call can be played.');
  }
  return [{ recording }];
}
