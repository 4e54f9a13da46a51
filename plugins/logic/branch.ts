import { Expression } from 'patchcord/flow';
import { defineStep, StepFailed } from 'patchcord/step';
import * as z from 'zod';
import { ItemId } from '../settings.ts';

const Rule = z.strictObject({
  id: ItemId,
  label: z.string().max(60).default('').meta({ title: 'Name', description: 'What this way is called in the flow.' }),
  when: Expression.meta({
    title: 'When',
    description: "A condition, such as vars.age >= 18 or same(steps.ask.value, 'yes').",
    condition: true,
  }),
});

export const branch = defineStep({
  type: 'branch',
  version: 1,
  title: 'Branch',
  group: 'logic',
  icon: 'split',
  summary: 'Goes on by the first condition that holds.',
  docs: `Decides by what is known: a variable, the answer of an earlier step, who is calling. The conditions are tried
from top to bottom; the first that holds decides. To compare as people do ("Yes." and "yes", "5" and 5), write
\`same(a, b)\`. A value that is missing makes a comparison false.

**Exits**
- **one for each condition**.
- **otherwise**: none holds.`,
  line: "{{ settings.rules.map(r, r.label == null || r.label == '' ? r.when : r.label).join(', ') }}",
  settings: z.strictObject({
    rules: z.array(Rule).min(1).max(50).meta({
      title: 'Conditions',
      description: 'Tried from top to bottom; the first that holds decides.',
      ui: 'list',
    }),
  }),
  exits: { rules: { each: 'rules', label: 'label' }, otherwise: { label: 'otherwise' } },
  traits: { needs: 'none', effect: 'none' },
  async run(ctx) {
    for (const rule of ctx.settings.rules) {
      const holds = ctx.evaluate(rule.when);
      if (holds === true) return ctx.exit.each('rules', rule);
      if (holds !== false && holds !== null) {
        throw new StepFailed('condition-not-boolean', `The condition '${rule.when}' gives neither true nor false.`);
      }
    }
    return ctx.exit('otherwise');
  },
});
