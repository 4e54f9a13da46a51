import { z } from 'zod';
import { E164 } from './sip-names.ts';

const phoneId = z.string().regex(/^[a-z0-9]{4,20}$/);

/** One of a person's telephones. */
export const PersonPhone = z.discriminatedUnion('kind', [
  z.strictObject({ id: phoneId, kind: z.literal('browser') }),
  /** A desk phone or softphone that registers here; its name and password are made by Patchcord. */
  z.strictObject({ id: phoneId, kind: z.literal('sip'), label: z.string().max(60).default('') }),
  z.strictObject({ id: phoneId, kind: z.literal('extension'), extension: z.string().regex(/^[0-9*#]{1,20}$/) }),
  z.strictObject({ id: phoneId, kind: z.literal('number'), number: E164 }),
]);
export type PersonPhone = z.infer<typeof PersonPhone>;

/** Somebody whom calls can be put through to. */
export const Person = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  name: z.string().min(1).max(80),
  /** Rung all at once. */
  phones: z.array(PersonPhone).max(10).default([]),
  /** Not called for now. */
  paused: z.boolean().default(false),
});
export type Person = z.infer<typeof Person>;
