import * as z from 'zod';
import { Json } from './json.ts';
import { ExitName, FlowId, NodeId } from './schema.ts';

/** Milliseconds since the Unix epoch. */
const TimeMs = z.int().nonnegative();

export const Direction = z.enum(['inbound', 'outbound']);

/** One side of a call as the network named it: hostile text, digits or a SIP user, at most 80 characters. */
export const Party = z.strictObject({ number: z.string().max(80), name: z.string().max(80).default('') });
export type Party = z.infer<typeof Party>;

/** How a call came to its end. */
export const CallEnd = z.strictObject({
  /** `flow`: the flow hung up or ran out. `failed`: no way on after an error. `lost`: the media server or the runtime went away. */
  by: z.enum(['caller', 'flow', 'failed', 'lost']),
  /** Stable code where something went wrong, such as `step-limit` or `lost-in-gap`. */
  code: z.string().max(60).optional(),
  message: z.string().max(500).optional(),
  /** Q.850 cause, where Asterisk gave one. */
  hangupCause: z.int().optional(),
});
export type CallEnd = z.infer<typeof CallEnd>;

const at = { callId: z.string().max(60), atMs: TimeMs };
const inStep = { ...at, seq: z.int().min(1), nodeId: NodeId };

/** What happened in a call, in order. The journal, the live view, the timeline and the record are made of these. */
export const CallEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call.started'),
    ...at,
    flowId: FlowId,
    revision: z.int().nonnegative(),
    direction: Direction,
    caller: Party,
    called: z.string().max(80),
    test: z.boolean(),
    variables: z.record(z.string(), Json),
    /** Asterisk's id of the caller's channel; empty in a simulation. */
    channelId: z.string().max(150),
    /** The trunk that the call came or went by. */
    trunkId: z.string().max(60).optional(),
  }),
  /** `channelId`: of the leg that an outbound call has got. */
  z.strictObject({ type: z.literal('call.answered'), ...at, channelId: z.string().max(150).optional() }),
  /** From here on both directions of the call are recorded. */
  z.strictObject({ type: z.literal('recording.started'), ...at }),
  /** A key of the caller; sealed (an object) while a sensitive entry is open. */
  z.strictObject({ type: z.literal('key.pressed'), ...at, key: Json }),
  z.strictObject({ type: z.literal('step.entered'), ...inStep, step: z.string() }),
  /** Written before an effect outside the runtime begins, so that a resume knows it may have happened. */
  z.strictObject({
    type: z.literal('operation.started'),
    ...inStep,
    n: z.int().min(1),
    kind: z.string().max(40),
    /** What is known before it begins, such as the length of a prompt. */
    details: Json.optional(),
  }),
  /** A finished operation of a step: `n` counts from 1 in the step; `kind` is the name of the Call or context method. */
  z.strictObject({
    type: z.literal('operation.finished'),
    ...inStep,
    n: z.int().min(1),
    kind: z.string().max(40),
    startedMs: TimeMs,
    result: Json,
    /** For the timeline: what was said, how long it took. */
    details: Json.optional(),
    /** Keys taken out of the key buffer in the call so far. */
    keysTaken: z.int().nonnegative().optional(),
  }),
  z.strictObject({ type: z.literal('variable.set'), ...inStep, name: z.string(), value: Json }),
  z.strictObject({ type: z.literal('checkpoint.written'), ...inStep, state: Json }),
  z.strictObject({
    type: z.literal('log.written'),
    ...inStep,
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string().max(500),
    fields: z.record(z.string(), Json).optional(),
  }),
  z.strictObject({ type: z.literal('step.left'), ...inStep, exit: ExitName, data: Json.optional() }),
  z.strictObject({ type: z.literal('call.resumed'), ...at, gapMs: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('call.ended'), ...at, end: CallEnd }),
]);
export type CallEvent = z.infer<typeof CallEvent>;
export type CallEventOf<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/** One visit of a node: from its entry to its exit. */
export const TraceStep = z.strictObject({
  seq: z.int().min(1),
  nodeId: NodeId,
  step: z.string(),
  enteredMs: TimeMs,
  leftMs: TimeMs.optional(),
  exit: ExitName.optional(),
  data: Json.optional(),
});
export type TraceStep = z.infer<typeof TraceStep>;

export const CallRecordingFile = z.strictObject({
  id: z.string(),
  kind: z.enum(['call', 'step']),
  durationMs: z.int().nonnegative(),
  nodeId: NodeId.optional(),
});

/** A call as it is kept: one row, with its whole course. */
export const CallRecord = z.strictObject({
  id: z.string().max(60),
  flowId: FlowId,
  revision: z.int().nonnegative(),
  nodeName: z.string().max(60),
  direction: Direction,
  caller: Party,
  called: z.string().max(80),
  trunkId: z.string().max(60).optional(),
  test: z.boolean(),
  startedMs: TimeMs,
  answeredMs: TimeMs.optional(),
  endedMs: TimeMs.optional(),
  end: CallEnd.optional(),
  variables: z.record(z.string(), Json),
  trace: z.array(TraceStep),
  events: z.array(CallEvent),
  recordings: z.array(CallRecordingFile),
});
export type CallRecord = z.infer<typeof CallRecord>;
