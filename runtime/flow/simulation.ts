import * as z from 'zod';
import type { Issue } from './issue.ts';
import type { Json } from './json.ts';
import { Json as JsonSchema } from './json.ts';
import { type CallEnd, type CallEvent, Party } from './record.ts';

/** Virtual time runs this many times as fast as the real one. */
const Speed = z.number().min(0.1).max(50);

/** What a server answers to a request of the flow, played by the person: an answer, or none. */
export const PlayedAnswer = z.union([
  z.strictObject({
    status: z.int().min(100).max(599),
    headers: z.record(z.string().max(200), z.string().max(10_000)).default({}),
    body: z.string().max(1_000_000).default(''),
  }),
  z.strictObject({ failure: z.enum(['timeout', 'unreachable']) }),
]);
export type PlayedAnswer = z.infer<typeof PlayedAnswer>;

export const SimulationStart = z.strictObject({
  type: z.literal('start'),
  /** Also of an older version of the language. */
  flow: z.looseObject({}),
  caller: Party.optional(),
  called: z.string().max(80).optional(),
  /** The hour at which the call begins. */
  at: z.iso.datetime({ offset: true }).optional(),
  settings: z
    .strictObject({
      speed: Speed.optional(),
      paused: z.boolean().optional(),
      variables: z.record(z.string(), JsonSchema).optional(),
    })
    .optional(),
});
export type SimulationStart = z.infer<typeof SimulationStart>;

/** What a person does in a simulated call, after its start. */
export const SimulationAct = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('press'), keys: z.string().regex(/^[0-9A-D*#]{1,64}$/) }),
  z.strictObject({ type: z.literal('say'), text: z.string().max(1_000) }),
  z.strictObject({ type: z.literal('hangUp') }),
  /** Jumps ahead: all that would happen until then happens now. */
  z.strictObject({ type: z.literal('advance'), ms: z.int().min(1).max(86_400_000) }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('speed'), factor: Speed }),
  z.strictObject({ type: z.literal('answer'), answer: PlayedAnswer }),
  /** Whoever the call has dialled: without this they pick up after 3 s, and hang up after 10 s. */
  z.strictObject({ type: z.literal('callee'), does: z.enum(['answer', 'busy', 'decline', 'hangUp']) }),
]);
export type SimulationAct = z.infer<typeof SimulationAct>;

export const SimulationRequest = z.discriminatedUnion('type', [SimulationStart, ...SimulationAct.options]);
export type SimulationRequest = z.infer<typeof SimulationRequest>;

/** What a simulated call waits for. */
export interface SimulationWaiting {
  /**
   * `prompt`: it plays; `speech`: it records; `http`: the person plays the server; time stands still then; `callee`: a
   * phone that the call has dialled rings or talks.
   */
  readonly for: 'prompt' | 'keys' | 'speech' | 'http' | 'callee' | 'time';
  /** What the dialled phone does. */
  readonly callee?: 'ringing' | 'talking';
  readonly nodeId: string;
  /** The next thing happens by itself at this moment of virtual time. */
  readonly untilMs: number | null;
  /** Now, in virtual time. */
  readonly atMs: number;
  /** Words of the prompt. */
  readonly text?: string;
  /** The request of the flow that is to be answered. */
  readonly request?: { readonly method: string; readonly url: string; readonly body?: string };
}

/** What the simulator tells; `atMs` is virtual time, ms since the Unix epoch. */
export type SimulationMessage =
  | { readonly type: 'event'; readonly event: CallEvent; readonly atMs: number }
  | ({ readonly type: 'waiting' } & SimulationWaiting)
  | { readonly type: 'ended'; readonly end: CallEnd; readonly variables: Readonly<Record<string, Json>> }
  /** The flow can't be run. */
  | { readonly type: 'refused'; readonly issues: readonly Issue[] }
  /** A message was not understood, or came at the wrong moment; the call goes on. */
  | { readonly type: 'problem'; readonly code: string; readonly message: string };
