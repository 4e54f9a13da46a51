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

/** What a web service answers in a simulation: once, to the next request that it is for. */
export const ScriptedAnswer = z.strictObject({
  /** For a request of this node; of any without it. */
  at: NodeId.optional(),
  /** For an address that holds this text. */
  url: z.string().max(500).optional(),
  status: z.int().min(100).max(599).default(200),
  headers: z.record(z.string(), z.string()).default({}),
  /** JSON, or a text as it is. */
  body: Json.default(''),
  /** How long the answer takes. */
  afterMs: z.int().min(0).max(600_000).default(200),
  /** There is no connection. */
  unreachable: z.boolean().optional(),
});
export type ScriptedAnswer = z.infer<typeof ScriptedAnswer>;

/** What somebody does whom the call dials: once, for the next call that it is for. */
export const ScriptedCallee = z.strictObject({
  /** For a call of this node; of any without it. */
  at: NodeId.optional(),
  /** For a number, address, extension or person that holds this text. */
  to: z.string().max(300).optional(),
  does: z.enum(['answers', 'busy', 'noAnswer', 'declines', 'fails']).default('answers'),
  /** From the first ring. */
  afterMs: z.int().min(0).max(600_000).default(3_000),
  /** Instead of the usual answer, such as 404 for `fails`. */
  sipCode: z.int().min(300).max(699).optional(),
  /** Hangs up this long after the answer; without it the caller does. */
  talkMs: z.int().min(0).max(86_400_000).optional(),
});
export type ScriptedCallee = z.infer<typeof ScriptedCallee>;

/** Whoever a script says nothing about: picks up after two rings and talks for a while. */
export const TEST_CALLEE: ScriptedCallee = { does: 'answers', afterMs: 3_000, talkMs: 10_000 };

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
  /** What web services answer; a request without an answer fails. */
  http: z.array(ScriptedAnswer).max(1_000).optional(),
  /** What those do whom the call dials; anybody else picks up after 3 s, and hangs up after 10 s. */
  callees: z.array(ScriptedCallee).max(1_000).optional(),
  actions: z.array(CallerAction).max(1_000).default([]),
  expect: z
    .strictObject({
      path: z.array(NodeId).optional(),
      variables: z.record(z.string(), Json).optional(),
      end: z.enum(['caller', 'flow', 'failed']).optional(),
      heard: z.array(z.string()).optional(),
      /** Names of the jobs that are to be done afterwards, in order. */
      jobs: z.array(z.string()).optional(),
    })
    .optional(),
});
export type FlowTest = z.infer<typeof FlowTest>;
