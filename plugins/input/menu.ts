import { Prompt } from 'patchcord/flow';
import type { Sound } from 'patchcord/step';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';
import { bargeIn, firstKeyMs, ItemId, retryPrompts, tries } from '../settings.ts';

const MenuOption = z.strictObject({
  id: ItemId,
  key: z
    .enum(['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'])
    .meta({ title: 'Key', description: 'The key for this choice.', ui: 'key' }),
  label: z.string().max(60).default('').meta({ title: 'Name', description: 'What this choice is called in the flow.' }),
});

export const menu = defineStep({
  type: 'menu',
  version: 1,
  title: 'Menu',
  group: 'input',
  icon: 'grid-3x3',
  summary: 'Plays a prompt and branches on the key the caller presses.',
  docs: `For "press 1 for sales, 2 for support". Say what a key does before you name the key, and offer five choices at
most: people forget longer lists.

A wrong key, or none, asks again: first what you say in that case, then the prompt. A key pressed during the prompt
counts at once, and so does one that the caller pressed ahead of it.

**Exits**
- **one for each choice**. Gives \`key\` and \`label\`.
- **no key**: no key was pressed, after all tries. Gives \`tries\`.
- **wrong key**: the last try ended with a key that is not a choice. Gives \`lastKey\`.`,
  line: "{{ settings.options.map(o, o.key + ' ' + o.label).join(', ') }}",
  settings: z.strictObject({
    prompt: Prompt.meta({ title: 'Prompt', description: 'Names the choices and their keys.' }),
    options: z.array(MenuOption).min(1).max(12).meta({
      title: 'Choices',
      description: 'What the caller can choose. Each has a way out of its own.',
      ui: 'list',
    }),
    tries,
    noInputMs: firstKeyMs,
    noInputPrompt: Prompt.meta(retryPrompts.noInput).optional(),
    invalidPrompt: Prompt.meta(retryPrompts.invalid).optional(),
    bargeIn,
  }),
  checks: [
    {
      rule: 'settings.options.map(o, o.key).unique()',
      message: 'Two choices have the same key.',
      field: 'options',
      fix: 'Give each choice a key of its own.',
    },
  ],
  exits: {
    options: { each: 'options', label: 'label', data: z.strictObject({ key: z.string(), label: z.string() }) },
    noInput: { label: 'no key', data: z.strictObject({ tries: z.int() }) },
    invalid: { label: 'wrong key', data: z.strictObject({ lastKey: z.string() }) },
  },
  traits: {
    waits: true,
    needs: 'answered',
    effect: 'repeatable',
    deadlineMs: 3_600_000,
    rights: { call: ['collect'] },
  },
  async run(ctx) {
    const { prompt, options, tries, noInputMs, noInputPrompt, invalidPrompt, bargeIn } = ctx.settings;
    let before: Sound | undefined;
    let lastKey = '';
    for (let attempt = 1; attempt <= tries; attempt++) {
      const entered = await ctx.call.collect({
        prompt: before === undefined ? prompt : [before, prompt],
        bargeIn,
        min: 1,
        max: 1,
        firstKeyMs: noInputMs,
        nextKeyMs: noInputMs,
      });
      lastKey = entered.kind === 'keys' ? entered.keys : '';
      const chosen = options.find((option) => option.key === lastKey);
      if (chosen !== undefined) return ctx.exit.each('options', chosen, { key: chosen.key, label: chosen.label });
      before = lastKey === '' ? noInputPrompt : invalidPrompt;
    }
    return lastKey === '' ? ctx.exit('noInput', { tries }) : ctx.exit('invalid', { lastKey });
  },
});
