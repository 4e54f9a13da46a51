import { Expression, VariableName } from 'patchcord/flow';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';
import { ItemId } from '../settings.ts';

const Assignment = z.strictObject({
  id: ItemId,
  variable: VariableName.meta({ title: 'Variable', description: 'The variable that changes.', ui: 'variable' }),
  value: Expression.meta({
    title: 'Value',
    description: "A number (5), a text in quotes ('gold'), another value (vars.name), or a sum (vars.count + 1).",
  }),
});

export const setVariable = defineStep({
  type: 'set-variable',
  version: 1,
  title: 'Set variable',
  group: 'logic',
  icon: 'equal',
  summary: 'Keeps a value under a name.',
  docs: `Keeps values for later: a count, a choice, the answer of an earlier step. The lines are worked out from top to
bottom, so a line can use what the one above it has set. A text of digits becomes a number if the variable is one.

**Exits**
- **next**: all values are set.
- **failed**: a value can't be worked out, or does not fit the variable. The lines above it have been set.`,
  line: "{{ settings.assignments.map(a, a.variable + ' = ' + a.value).join(', ') }}",
  settings: z.strictObject({
    assignments: z.array(Assignment).min(1).max(50).meta({
      title: 'Values',
      description: 'Worked out from top to bottom.',
      ui: 'list',
    }),
  }),
  exits: { next: { label: 'next' } },
  traits: { needs: 'none', effect: 'none', writes: ['assignments.variable'] },
  async run(ctx) {
    for (const { variable, value } of ctx.settings.assignments) ctx.vars.set(variable, ctx.evaluate(value));
    return ctx.exit('next');
  },
});
