import { z } from 'zod';

/** How a trunk is doing in Asterisk now. Texts of carriers are shown as they came, cut. */
export const TrunkState = z.strictObject({
  /** `pending`: Asterisk does not have the latest settings yet. */
  applied: z.enum(['yes', 'pending', 'failed']),
  /** Why the settings could not be applied, and what to do. */
  error: z
    .strictObject({
      code: z.string(),
      message: z.string().max(500),
      fix: z.string().max(500).optional(),
      field: z.string().optional(),
    })
    .optional(),
  /** Null where the trunk does not register. */
  registration: z
    .strictObject({
      state: z.enum(['registered', 'registering', 'rejected', 'stopped']),
      /** SIP status of the carrier's answer, where it was seen. */
      code: z.int().optional(),
      /** The carrier's own words. */
      reason: z.string().max(200).optional(),
      /** The same for people. */
      words: z.string().max(500).optional(),
      /** When Asterisk tries again, or renews. */
      nextAt: z.string().optional(),
    })
    .nullable(),
  /** Whether the carrier answers OPTIONS; null where it is not asked, or nothing is known yet. */
  reachable: z.strictObject({ ok: z.boolean(), roundTripMs: z.number().optional(), at: z.string() }).nullable(),
  updatedAt: z.string(),
});
export type TrunkState = z.infer<typeof TrunkState>;

/** What goes out over `/api/events` when a state changes. */
export interface TrunkStateEvent {
  readonly type: 'trunk.state';
  readonly trunkId: string;
  readonly state: TrunkState;
}
