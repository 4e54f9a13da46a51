import { defineStep } from 'patchcord/step';
import * as z from 'zod';

export const openingHours = defineStep({
  type: 'opening-hours',
  version: 1,
  title: 'Opening hours',
  group: 'logic',
  icon: 'clock',
  summary: 'Goes on by whether you are open now.',
  docs: `Looks up shared opening hours at this moment of the call: their week, their holidays, and what somebody set for
now ("closed until three"). Changing the hours acts on every flow at once; nothing needs to be published.

A shift past midnight belongs to the day it begins on. On a half-day, the hours of that day count as open and the rest
of it as holiday.

**Exits**
- **open**: within the hours.
- **closed**: outside of them, on an ordinary day.
- **holiday**: outside of them, on a public holiday or a day of your own. Gives \`name\`, the name of the day.`,
  line: '{{ settings.hours }}',
  settings: z.strictObject({
    hours: z.string().max(60).default('').meta({
      title: 'Opening hours',
      description: 'The shared hours to look up. They are kept apart from flows, so that several can use them.',
      ui: 'hours',
    }),
  }),
  checks: [
    {
      rule: "settings.hours != ''",
      message: 'No opening hours are chosen.',
      field: 'hours',
      fix: 'Choose opening hours, or make new ones.',
    },
  ],
  exits: {
    open: { label: 'open' },
    closed: { label: 'closed' },
    holiday: { label: 'holiday', data: z.strictObject({ name: z.string() }) },
  },
  traits: { needs: 'none', effect: 'none', deadlineMs: 30_000 },
  async run(ctx) {
    const { state, holiday } = await ctx.hours(ctx.settings.hours);
    return state === 'holiday' ? ctx.exit('holiday', { name: holiday }) : ctx.exit(state);
  },
});
