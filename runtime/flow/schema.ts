import * as z from 'zod';
import { DestinationSetting } from './destination.ts';
import { Json } from './json.ts';
import { mailAddresses } from './mail-address.ts';
import { AssetHash, Expression, Language, Prompt, Text, Voice } from './prompt.ts';
import { SecretRef } from './secret-ref.ts';

// The kinds of setting a step can have; `patchcord/flow` is the one entry point.
export { AssetHash, DestinationSetting, Expression, Language, mailAddresses, Prompt, SecretRef, Text, Voice };

/** Version of the flow language itself; older flows are brought up to it by `migrateFlow`. */
export const SCHEMA_VERSION = 1;

export const limits = {
  nodes: 2_000,
  edges: 10_000,
  variables: 500,
  stepsPerCall: 1_000,
  stepsWithoutWaiting: 50,
} as const;

export const FlowId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Use small letters, digits and hyphens.')
  .max(60);
export const NodeId = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]*$/, 'Begin with a small letter, then letters, digits or _.')
  .max(60);
export const VariableName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]*$/, 'Begin with a small letter, then letters, digits or _.')
  .max(60);
/** Exit of a node: a fixed name (`next`), or `<list>:<item id>` for an exit that a list item makes. */
export const ExitName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(:[A-Za-z0-9_-]{1,40})?$/)
  .max(100);

const Position = z.strictObject({ x: z.number(), y: z.number() });
const Size = z.strictObject({ width: z.number().positive(), height: z.number().positive() });

export const Variable = z.strictObject({
  name: VariableName,
  type: z.enum(['text', 'number', 'boolean', 'list', 'object', 'date', 'phone']),
  default: Json.optional(),
  /** Sealed in the journal and the trace, and never logged. */
  sensitive: z.boolean().optional(),
  description: z.string().max(500).optional(),
});
export type Variable = z.infer<typeof Variable>;

/** A step placed in a flow. */
export const FlowNode = z.strictObject({
  id: NodeId,
  step: z
    .string()
    .regex(/^[a-z@][a-z0-9@/._-]*$/)
    .max(200),
  stepVersion: z.int().min(1).default(1),
  label: z.string().max(120).optional(),
  settings: z.record(z.string(), Json).default({}),
  position: Position.default({ x: 0, y: 0 }),
});
export type FlowNode = z.infer<typeof FlowNode>;

export const Edge = z.strictObject({ from: NodeId, exit: ExitName, to: NodeId });
export type Edge = z.infer<typeof Edge>;

export const Note = z.strictObject({
  id: z.string().max(40),
  text: z.string().max(4_000),
  position: Position,
  size: Size.optional(),
  color: z.string().max(20).optional(),
});
export type Note = z.infer<typeof Note>;
export const Frame = z.strictObject({
  id: z.string().max(40),
  title: z.string().max(120),
  position: Position,
  size: Size,
  color: z.string().max(20).optional(),
});
export type Frame = z.infer<typeof Frame>;

/** A promise about every path of the flow, checked before publishing. */
export const PathRule = z.strictObject({
  id: z.string().max(40),
  rule: z.string().max(60),
  settings: z.record(z.string(), Json),
});

export const Recording = z.strictObject({
  /** `always`: from the answer on. `ask`: only once a step has asked the caller and started it. */
  calls: z.enum(['never', 'ask', 'always']).default('never'),
  retentionDays: z.int().min(1).max(3_650).default(30),
});

/** A flow as it is drawn and stored. Edges are the only truth about routing; exits are computed from the steps. */
export const Flow = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: FlowId,
  name: z.string().min(1).max(120),
  description: z.string().max(2_000).optional(),
  direction: z.enum(['inbound', 'outbound']).default('inbound'),
  language: Language.default('en'),
  voice: Voice.default('local:rms'),
  variables: z.array(Variable).max(limits.variables).default([]),
  nodes: z.array(FlowNode).max(limits.nodes),
  edges: z.array(Edge).max(limits.edges).default([]),
  notes: z.array(Note).max(1_000).default([]),
  frames: z.array(Frame).max(1_000).default([]),
  rules: z.array(PathRule).max(200).default([]),
  recording: Recording.default({ calls: 'never', retentionDays: 30 }),
});
export type Flow = z.infer<typeof Flow>;
