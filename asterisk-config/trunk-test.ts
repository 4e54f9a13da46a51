import { z } from 'zod';

/** The rungs of the ladder that a trunk climbs when its connection is tested, from the bottom up. */
export const RungId = z.enum([
  'settings',
  'dns',
  'tcp',
  'tls',
  'options',
  'register',
  'call',
  'audio',
  'hold',
  'inbound',
]);
export type RungId = z.infer<typeof RungId>;

export const Rung = z.strictObject({
  id: RungId,
  title: z.string(),
  state: z.enum(['waiting', 'running', 'ok', 'failed', 'skipped']),
  /** What happened, with figures and names. What others sent is in it, as text of bounded length. */
  seen: z.string(),
  /** The same in plain words. */
  means: z.string(),
  fix: z.string().optional(),
  /** The field of the trunk to change; of the number that was called it is `to`. */
  field: z.string().optional(),
  tookMs: z.number().optional(),
  details: z.array(z.string()).optional(),
});
export type Rung = z.infer<typeof Rung>;

export const TrunkTestState = z.enum(['running', 'passed', 'failed', 'cancelled']);

export const TrunkTest = z.strictObject({
  id: z.string(),
  state: TrunkTestState,
  rungs: z.array(Rung),
  /** Milliseconds since the Unix epoch. */
  startedAt: z.number(),
});
export type TrunkTest = z.infer<typeof TrunkTest>;
