import type * as z from 'zod';
import type { JsonObject } from '#runtime/flow/json';

/** What a run of a job is told. */
export interface JobRun {
  /** The same at every attempt: a mail or a request that carries it can be told from its own repetition. */
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Aborts at the job's time limit, and when Patchcord stops. */
  readonly signal: AbortSignal;
}

export interface JobDefinition<D> {
  /** Noun and verb with a dot, such as `email.send`; never changed once jobs of that name may be stored. */
  readonly name: string;
  readonly data: z.ZodType<D>;
  /** After a failure it is tried again: first after `firstMs`, each time after about twice as long. */
  readonly retries: { readonly limit: number; readonly firstMs: number };
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  /** How many may run at once here (1). */
  readonly concurrency?: number;
  /** Runs by itself once in each such span of time, on one node; `offsetMs` moves it from midnight UTC. */
  readonly every?: { readonly ms: number; readonly offsetMs?: number };
  /** One attempt. It may run twice where a machine dies, so what it does must bear that. */
  run(data: D, run: JobRun): Promise<void>;
  /** No attempt is left: for what shows the outcome to a person. */
  gaveUp?(data: D, error: Error): Promise<void>;
}

/** A kind of job as the runner holds it, whatever its data. */
export interface JobKind extends Omit<JobDefinition<JsonObject>, 'data' | 'run' | 'gaveUp'> {
  readonly data: z.ZodType;
  run(data: never, run: JobRun): Promise<void>;
  gaveUp?(data: never, error: Error): Promise<void>;
}

/** Says what a kind of job is; its data is checked when it is asked for, and again before it runs. */
export const defineJob = <D>(definition: JobDefinition<D>): JobKind => definition as unknown as JobKind;

/** To throw where another attempt would fail as well, such as a mail address that does not exist. */
export class GiveUp extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
