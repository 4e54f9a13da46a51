import { Text } from 'patchcord/flow';
import { defineStep, StepFailed } from 'patchcord/step';
import * as z from 'zod';
import { ItemId } from '../settings.ts';

/** Nothing that would end an argument, begin a function, or name another channel. */
const EXTENSION = /^[A-Za-z0-9*#+_.-]{1,80}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
const CONTROL = /[\u0000-\u001f\u007f]/g;

const Variable = z.strictObject({
  id: ItemId,
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/)
    .meta({ title: 'Name', ui: 'line' }),
  value: Text.max(500).meta({ title: 'Value', ui: 'line' }),
});

export const toDialplan = defineStep({
  type: 'to-dialplan',
  version: 1,
  title: 'To the dialplan',
  group: 'call',
  icon: 'log-out',
  summary: 'Hands the call to an Asterisk dialplan that is there already.',
  docs: `For people who have an Asterisk of their own: the caller goes on in its dialplan (the rules that Asterisk itself
follows), at an extension of a context, and the flow ends here. The line stays the same one: nothing is hung up, and Patchcord
is no longer part of the call.

The dialplan finds what the flow has learned in variables of the channel. **Mind:** what the dialplan dials then is not
checked by the rules for calling out. Do not let callers type the extension, unless every extension of that context may be
reached by everybody.

Leave the context at one of your own; Patchcord's (\`patchcord-...\`) are refused.

**Exits**: none. Where the context has no such extension, the flow goes on at *On error*, if it has one.`,
  line: '{{ settings.extension + " in " + settings.context }}',
  settings: z.strictObject({
    context: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,79}$/)
      .meta({ title: 'Context', description: 'Of the dialplan, such as from-internal.', ui: 'line' }),
    extension: Text.min(1)
      .max(200)
      .meta({ title: 'Extension', description: 'Where the caller goes on in it, such as 200.', ui: 'line' }),
    variables: z
      .array(Variable)
      .max(30)
      .default([])
      .meta({ title: 'Variables', description: 'Set on the channel before: read there by their names.' }),
  }),
  checks: [
    {
      rule: '!settings.context.startsWith("patchcord-")',
      message: "This context is Patchcord's own.",
      field: 'context',
      fix: 'Name a context of your dialplan.',
    },
  ],
  exits: {},
  traits: {
    ends: true,
    needs: 'none',
    effect: 'once',
    deadlineMs: 30_000,
    rights: { call: ['continueInDialplan'] },
  },
  async run(ctx) {
    const { context, extension, variables } = ctx.settings;
    if (context.startsWith('patchcord-'))
      throw new StepFailed('dialplan-own', `The context ${context} is Patchcord's own.`);
    if (!EXTENSION.test(extension))
      throw new StepFailed('dialplan-extension-invalid', 'The extension came out as something that is none.');
    await ctx.call.continueInDialplan({
      context,
      extension,
      variables: Object.fromEntries(variables.map(({ name, value }) => [name, value.replaceAll(CONTROL, ' ')])),
    });
    return ctx.exit('ended');
  },
});
