import * as z from 'zod';
import { StepFailed } from './call.ts';
import { Text } from './prompt.ts';

const number = z.string().regex(/^\+[1-9][0-9]{5,14}$/);
const sip = z.string().regex(/^sips?:[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}(:[0-9]{1,5})?$/);
const extension = z.string().regex(/^[0-9A-Za-z*#]{1,32}$/);
const person = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** Where a leg can go: a number in E.164, a SIP address, an extension, or a person. Every dial passes the dial gate. */
export const Destination = z.union([
  z.strictObject({ number }),
  z.strictObject({ sip }),
  z.strictObject({ extension }),
  z.strictObject({ person }),
]);
export type Destination = z.infer<typeof Destination>;

const kinds = { number, sip, extension, person };
const needed = {
  number: 'a phone number with + and its country code, such as +4930123456',
  sip: 'a SIP address, such as sip:ann@example.com',
  extension: 'an extension, such as 200',
  person: 'the id of a person',
} as const;

/** The same as a setting of a step, where the value may hold `{{ }}`. */
export const DestinationSetting = z
  .strictObject({
    kind: z
      .enum(['number', 'sip', 'extension', 'person'])
      .default('number')
      .meta({
        title: 'Kind',
        labels: { number: 'Phone number', sip: 'SIP address', extension: 'Extension', person: 'Person' },
        ui: 'choice',
      }),
    value: Text.min(1).max(500).meta({ title: 'Whom', ui: 'line' }),
  })
  .meta({ ui: 'destination' });
export type DestinationSetting = z.infer<typeof DestinationSetting>;

/** What a rendered setting means: text that came from a caller or a web service. @throws StepFailed `destination-invalid` */
export function destinationOf({ kind, value }: DestinationSetting): Destination {
  const text = kind === 'number' ? value.replaceAll(/[\s()/.-]/g, '').replace(/^00/, '+') : value.trim();
  if (!kinds[kind].safeParse(text).success) {
    const shown = JSON.stringify(value.slice(0, 60));
    throw new StepFailed('destination-invalid', `${shown} can not be dialled: it must be ${needed[kind]}.`);
  }
  return { [kind]: text } as Destination;
}

const PERSON = 'person:';

/** A destination in one word: what a call is said to go to. `destinationIn` reads it. */
export function destinationText(to: Destination): string {
  if ('number' in to) return to.number;
  if ('sip' in to) return to.sip;
  return 'extension' in to ? to.extension : `${PERSON}${to.person}`;
}

export function destinationIn(text: string): Destination | undefined {
  const to = text.startsWith('+')
    ? { number: text }
    : /^sips?:/.test(text)
      ? { sip: text }
      : text.startsWith(PERSON)
        ? { person: text.slice(PERSON.length) }
        : { extension: text };
  return Destination.safeParse(to).data;
}
