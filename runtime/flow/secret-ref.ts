import * as z from 'zod';

/** Where a secret is meant: its name, never its value. */
export const SecretRef = z
  .strictObject({
    secret: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'Begin with a letter, then letters, digits, _ or -.')
      .max(64),
  })
  .meta({ ui: 'secret' });
export type SecretRef = z.infer<typeof SecretRef>;
