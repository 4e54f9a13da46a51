import { z } from 'zod';
import { E164, TrunkId } from './sip-names.ts';

const FlowId = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);

/** What callers get while no runtime takes calls: Asterisk decides it alone. */
export const WhenAway = z.discriminatedUnion('kind', [
  /** 503: the carrier tries elsewhere, or says that nobody is there. */
  z.strictObject({ kind: z.literal('unavailable') }),
  z.strictObject({ kind: z.literal('number'), number: E164 }),
  z.strictObject({ kind: z.literal('extension'), extension: z.string().regex(/^[0-9*#]{1,20}$/) }),
  z.strictObject({ kind: z.literal('mailbox'), mailbox: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/) }),
]);
export type WhenAway = z.infer<typeof WhenAway>;

/** A telephone number that somebody bought (DID): it stays with its carrier, and its calls come by a trunk. */
export const PhoneNumber = z.strictObject({
  number: E164,
  name: z.string().min(1).max(80),
  trunkId: TrunkId,
  /** Answers its calls. */
  inboundFlow: FlowId.optional(),
  /** Runs the calls that are made from it. */
  outboundFlow: FlowId.optional(),
  whenAway: WhenAway.prefault({ kind: 'unavailable' }),
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;
