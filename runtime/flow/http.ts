import type { Sound } from './call.ts';

export interface HttpRequest {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For all of it, redirects too (10 s, at most 60 s). */
  readonly timeoutMs?: number;
  /** Must not be done a second time after a crash; as the step's trait says, without it. */
  readonly once?: boolean;
  /** Heard by the caller from `afterMs` (700) on until the answer is there; a short tick without `sound`. */
  readonly filler?: { readonly sound?: Sound; readonly afterMs?: number };
}
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
