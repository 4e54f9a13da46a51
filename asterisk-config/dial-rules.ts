import { z } from 'zod';
import { E164, Host } from './sip-names.ts';

/** How a number that may, or may not, be called begins: +49, +49900; or a whole short number such as 112. */
const DialPrefix = z
  .string()
  .regex(
    /^(\+[1-9][0-9]{0,14}|[0-9*#]{1,6})$/,
    'Write + and the first digits, such as +49 or +4930; or a whole short number, such as 112.',
  );

/** What may be dialled, and how much of it. Without rules nothing may. */
export const DialRules = z.strictObject({
  /** ISO 3166: their ordinary numbers may be called. Premium numbers are none. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'Use the two letters of a country, such as DE.'))
    .max(250)
    .default([]),
  /** Of those that fit a number the longest decides, before its country is asked for. */
  prefixes: z
    .array(
      z.strictObject({
        prefix: DialPrefix,
        allow: z.boolean(),
        note: z
          .string()
          .max(200)
          .regex(/^\P{Cc}*$/u, 'Use one line of text.')
          .optional(),
      }),
    )
    .max(1000)
    .default([]),
  /** Hosts that SIP addresses may be called at. */
  sipHosts: z.array(Host).max(100).default([]),
  /** Numbers of others that may be shown as ours, for their owner has agreed: a carrier calls them verified. */
  callerIds: z.array(E164).max(1000).default([]),
  /** Limits for all outside calls together, on all nodes. */
  callsPerSecond: z.number().min(0.1).max(1000).default(2),
  concurrent: z.int().min(0).max(10_000).default(10),
  /** Calls to one number in a day (UTC). */
  perNumberPerDay: z.int().min(0).max(10_000).default(20),
  minutesPerDay: z.int().min(0).max(1_000_000).default(600),
});
export type DialRules = z.infer<typeof DialRules>;
