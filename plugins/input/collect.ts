import { Expression, Prompt, VariableName } from 'patchcord/flow';
import type { Sound, StepContext } from 'patchcord/step';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';
import { bargeIn, duration, firstKeyMs, retryPrompts, tries } from '../settings.ts';
import type { KeypadValue } from './keypad-value.ts';
import { keypadValue, lengthOf, spokenValue } from './keypad-value.ts';

const settings = z.strictObject({
  prompt: Prompt.meta({ title: 'Prompt', description: 'Asks for the digits, and names the key that ends them.' }),
  type: z
    .enum(['digits', 'number', 'amount', 'date', 'phone', 'yesNo'])
    .default('digits')
    .meta({
      title: 'What is keyed in',
      more: false,
      description:
        'Digits are kept as they are, zeros in front too. In an amount, * is the decimal point. A date has eight ' +
        'digits. For yes or no, 1 is yes and 2 is no.',
      labels: {
        digits: 'Digits',
        number: 'Whole number',
        amount: 'Amount',
        date: 'Date',
        phone: 'Phone number',
        yesNo: 'Yes or no',
      },
      ui: 'choice',
    }),
  dateOrder: z
    .enum(['dayMonthYear', 'monthDayYear', 'yearMonthDay'])
    .default('dayMonthYear')
    .meta({
      title: 'Order of a date',
      when: "settings.type == 'date'",
      more: false,
      description: 'In which order the caller keys in two digits of day and month, and four of the year.',
      labels: { dayMonthYear: 'Day, month, year', monthDayYear: 'Month, day, year', yearMonthDay: 'Year, month, day' },
      ui: 'choice',
    }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('US')
    .meta({
      title: 'Country of a phone number',
      when: "settings.type == 'phone'",
      more: false,
      description: 'Two letters, such as US or DE: whose numbers are keyed in without a country code.',
      ui: 'country',
    }),
  min: z.int().min(1).max(64).default(1).meta({
    title: 'Fewest digits',
    when: "settings.type != 'date' && settings.type != 'yesNo'",
    description: 'Fewer count as a wrong answer. A date and yes or no have their own length.',
    ui: 'number',
  }),
  max: z.int().min(1).max(64).default(20).meta({
    title: 'Most digits',
    when: "settings.type != 'date' && settings.type != 'yesNo'",
    description: 'The answer ends by itself with the last of them.',
    ui: 'number',
  }),
  finishKey: z
    .enum(['#', '*', 'none'])
    .default('#')
    .meta({
      title: 'Finish key',
      description: 'The key that ends a shorter answer.',
      labels: { none: 'None' },
      ui: 'choice',
    }),
  firstKeyMs,
  nextKeyMs: duration(500, 60_000, {
    title: 'Wait for the next key',
    description: 'After this time without a key the answer counts as finished.',
  }).default(4_000),
  check: Expression.meta({
    title: 'Must be true',
    description: 'A condition over value, such as value <= 10. Otherwise the caller is asked again.',
    roots: ['value'],
    condition: true,
  }).optional(),
  tries,
  noInputPrompt: Prompt.meta(retryPrompts.noInput).optional(),
  invalidPrompt: Prompt.meta(retryPrompts.invalid).optional(),
  readBack: z
    .strictObject({
      before: Prompt.meta({ title: 'Said before the answer', description: 'Such as: You entered.' }).optional(),
      after: Prompt.meta({
        title: 'Said after the answer',
        description: 'Such as: If that is right, press 1. To try again, press 2.',
      }),
    })
    .meta({
      title: 'Read back',
      description: 'Says what was understood and waits for 1 (right) or 2 (again).',
      ui: 'group',
    })
    .optional(),
  sensitive: z.boolean().default(false).meta({
    title: 'Secret',
    description: 'For a PIN or a card number: kept out of the log and of what is stored about the call.',
    ui: 'switch',
  }),
  variable: VariableName.meta({
    title: 'Keep in variable',
    more: false,
    description: 'The variable that gets the answer. May stay empty.',
    ui: 'variable',
  }).optional(),
  bargeIn,
});
type Settings = z.infer<typeof settings>;

const Value = z.union([z.string(), z.number(), z.boolean()]);

export const collect = defineStep({
  type: 'collect',
  version: 1,
  title: 'Ask for digits',
  group: 'input',
  icon: 'keyboard',
  summary: 'Asks the caller for digits: a number, a date, an amount, a phone number, yes or no.',
  docs: `For a customer number, a date of birth, how many stars. The answer ends with the finish key, with the last digit
that fits, or when no further key comes. It is checked by its kind and by your own condition over \`value\`; a wrong
answer, or none, asks again.

| kind | keyed in | value |
|---|---|---|
| digits | 007 | "007" |
| number | 007 | 7 |
| amount | 12*50 | 12.5 |
| date | 24122030 (day, month, year; the order is yours) | "2030-12-24" |
| phone | 2025550123 | "+12025550123" |
| yes or no | 1 or 2 | true or false |

**Exits**
- **collected**: a right answer. Gives \`value\` and \`digits\` (the keys as they were pressed).
- **no key**: no key was pressed, after all tries, or nobody answered when the answer was read back. Gives \`tries\`.
- **wrong answer**: the last try was not a right answer. Gives \`digits\`.`,
  line: '{{ has(settings.prompt.say) ? settings.prompt.say : "" }}',
  settings,
  checks: [
    {
      rule: 'settings.min <= settings.max',
      message: 'The fewest digits are more than the most digits.',
      field: 'min',
      fix: 'Lower the fewest digits, or raise the most.',
    },
    {
      rule: 'settings.type != "amount" || settings.finishKey != "*"',
      message: 'In an amount, * is the decimal point and cannot be the finish key.',
      field: 'finishKey',
      fix: 'Choose # or none.',
    },
    {
      rule: '!settings.sensitive || !has(settings.readBack)',
      message: 'A secret answer cannot be read back: it would be said aloud and stored as a sound.',
      field: 'readBack',
      fix: 'Remove the read back, or the mark as secret.',
    },
    {
      rule: 'settings.type != "yesNo" || !has(settings.readBack)',
      message: 'Yes or no is one key and is not read back.',
      field: 'readBack',
      fix: 'Remove the read back.',
    },
  ],
  exits: {
    collected: { label: 'collected', data: z.strictObject({ value: Value, digits: z.string() }) },
    noInput: { label: 'no key', data: z.strictObject({ tries: z.int() }) },
    invalid: { label: 'wrong answer', data: z.strictObject({ digits: z.string() }) },
  },
  traits: {
    waits: true,
    needs: 'answered',
    effect: 'repeatable',
    deadlineMs: 3_600_000,
    rights: { call: ['collect'] },
    writes: ['variable'],
  },
  async run(ctx) {
    const { settings } = ctx;
    let before: Sound | undefined;
    let digits = '';
    for (let attempt = 1; attempt <= settings.tries; attempt++) {
      const entry = await ask(ctx, before);
      digits = entry.kind === 'noInput' ? '' : entry.keys;
      const value = entry.kind === 'keys' ? keypadValue(entry.keys, settings) : undefined;
      if (value === undefined || !passes(ctx, value)) {
        before = entry.kind === 'noInput' ? settings.noInputPrompt : settings.invalidPrompt;
        continue;
      }
      before = undefined;
      const answer = await confirm(ctx, value, digits);
      if (answer === 'silent') return ctx.exit('noInput', { tries: settings.tries });
      if (answer === 'again') continue;
      if (settings.variable !== undefined) ctx.vars.set(settings.variable, value);
      return ctx.exit('collected', { value, digits });
    }
    return digits === '' ? ctx.exit('noInput', { tries: settings.tries }) : ctx.exit('invalid', { digits });
  },
});

type Context = Pick<StepContext<Settings>, 'settings' | 'call' | 'evaluate'>;

function ask({ settings, call }: Context, before: Sound | undefined) {
  const { prompt, bargeIn, type, finishKey, firstKeyMs, nextKeyMs, sensitive } = settings;
  const { min, max } = lengthOf(type) ?? settings;
  return call.collect({
    prompt: before === undefined ? prompt : [before, prompt],
    bargeIn,
    min,
    max,
    ...(finishKey === 'none' ? {} : { finishKey }),
    firstKeyMs,
    nextKeyMs,
    sensitive,
  });
}

function passes(ctx: Context, value: KeypadValue): boolean {
  const { check } = ctx.settings;
  return check === undefined || ctx.evaluate(check, { value }) === true;
}

/** Reads the answer back; only a clear 1 makes it right. */
async function confirm(
  { settings, call }: Context,
  value: KeypadValue,
  digits: string,
): Promise<'right' | 'again' | 'silent'> {
  const { readBack, tries, firstKeyMs, bargeIn } = settings;
  if (readBack === undefined) return 'right';
  const spoken = { say: spokenValue(value, digits, settings.type, call.language) };
  const prompt = [...(readBack.before === undefined ? [] : [readBack.before]), spoken, readBack.after];
  let silent = false;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const answer = await call.collect({ prompt, bargeIn, min: 1, max: 1, firstKeyMs, nextKeyMs: firstKeyMs });
    silent = answer.kind === 'noInput';
    if (answer.kind === 'keys' && answer.keys === '1') return 'right';
    if (answer.kind === 'keys' && answer.keys === '2') return 'again';
  }
  return silent ? 'silent' : 'again';
}
