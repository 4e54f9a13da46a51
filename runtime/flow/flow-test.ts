import * as z from 'zod';
import { Hours, HoursState } from './hours.ts';
import { Json } from './json.ts';
import { Party } from './record.ts';
import { FlowId, NodeId } from './schema.ts';

const when = {
  /** Wait until the call is in this node. */
  at: NodeId.optional(),
  /** Then wait this long. Without `at` it counts from the action before. */
  afterMs: z.int().min(0).max(86_400_000).optional(),
};

/** What the caller does, in order. An action without `at` waits until the flow waits for the caller. */
export const CallerAction = z.union([
  z.strictObject({ ...when, press: z.string().regex(/^[0-9A-D*#]{1,64}$/) }),
  z.strictObject({ ...when, hangUp: z.literal(true) }),
  z.strictObject({ ...when, speak: z.string().max(1_000) }),
]);
export type CallerAction = z.infer<typeof CallerAction>;

/** Who calls where a test says nothing about it: a number that is nobody's. */
export const TEST_CALLER: Party = { number: '+15550100', name: '' };

/** A scripted call and what it must lead to. `patchcord run --script` plays one, `patchcord test` checks it. */
export const FlowTest = z.strictObject({
  name: z.string().max(200).optional(),
  caller: Party.optional(),
  called: z.string().max(80).optional(),
  /** The clock of the call at its start, ISO 8601 with zone. */
  startsAt: z.iso.datetime({ offset: true }).optional(),
  variables: z.record(z.string(), Json).optional(),
  /** Shared opening hours by id: what they are for the whole call, or a timetable to look up the clock in. */
  hours: z.record(FlowId, z.union([HoursState, Hours.omit({ id: true })])).optional(),
  actions: z.array(CallerAction).max(1_000).default([]),
  expect: z
    .strictObject({
      path: z.array(NodeId).optional(),
      variables: z.record(z.string(), Json).optional(),
      end: z.enum(['caller', 'flow', 'failed']).optional(),
      heard: z.array(z.string()).optional(),
    })
    .optional(),
});
export type FlowTest = z.infer<typeof FlowTest>;
