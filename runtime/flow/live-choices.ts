import * as z from 'zod';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { JsonObject } from './json.ts';

/** The `ui` hint of a setting whose choices the step finds out while somebody edits it. */
export const LIVE_CHOICE = 'live-choice';

/** One choice of a list: what is kept, and what a person reads. */
export const Choice = z.strictObject({ value: z.string().max(1_000), label: z.string().max(200) });
export type Choice = z.infer<typeof Choice>;
export const Choices = z.array(Choice).max(500);

/** All that a step may use to find choices. There is no call: somebody is editing a flow. */
export interface ChoicesContext {
  /** What the person typed to search by; empty for all. */
  readonly query: string;
  /** The node's settings as they are so far: not checked, `{{ }}` not rendered. */
  readonly settings: JsonObject;
  http(request: HttpRequest): Promise<HttpResponse>;
  /** Value of a named secret that the step declares in its rights. Put it nowhere but into a request. */
  secret(name: string): Promise<string>;
}
