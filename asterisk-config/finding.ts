import * as z from 'zod';

/** What went wrong with a call, for people who have never read an RFC. */
export const Finding = z.strictObject({
  /** Stable, such as `missing-ack`; docs/numbers.md lists them. */
  code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  severity: z.enum(['error', 'warning', 'info']),
  title: z.string().max(200),
  /** What was seen, one fact a line. May quote what the other side said: text to show, nothing else. */
  evidence: z.array(z.string().max(300)).max(12),
  cause: z.string().max(600),
  fix: z.string().max(600),
  /** The setting to look at first: of the trunk, or of this machine's SIP settings. */
  field: z.string().max(60).optional(),
  trunkId: z.string().max(60).optional(),
  at: z.iso.datetime(),
});
export type Finding = z.infer<typeof Finding>;
