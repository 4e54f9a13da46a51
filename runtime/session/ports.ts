import type { Sound } from '#runtime/flow/call';
import type { HoursNow } from '#runtime/flow/hours';
import type { Json } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';
import type { HttpRequest, HttpResponse, Job, Step } from '#runtime/flow/step';
import type { Release, Route, RouteRequest } from './dial-plan.ts';

/** A sound made ready: what Asterisk plays, how long it is, and its words if it has any. */
export interface Playable {
  readonly media: string;
  readonly durationMs: number;
  readonly text?: string;
}

/** What a session needs from its neighbours; `main` wires them, the simulator and tests have their own. */
export interface SessionPorts {
  readonly steps: ReadonlyMap<string, Step>;
  /** At once for what was rendered at publish, else when it is. Rejects with a coded error where no voice can say it. */
  readonly playable: (
    sound: Sound,
    options: { readonly language: string; readonly voice: string },
  ) => Playable | Promise<Playable>;
  readonly http: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  /** What shared hours are at a moment. Rejects with `hours-unknown`. */
  readonly hours: (id: string, atMs: number) => Promise<HoursNow>;
  /**
   * The dial gate, and the way to a destination: asked before every call out. Once it says yes, its `release` is called
   * when the last leg is over. Never rejects for what a flow or a caller could cause.
   */
  readonly route: (request: RouteRequest) => Promise<Route>;
  /** After a restart: what ends the reservations that an earlier runtime was given. */
  readonly releaseOf?: ((reservations: readonly string[]) => Release) | undefined;
  readonly secret: (name: string) => Promise<string>;
  /**
   * Has the job done, without waiting for it. The call's journal holds it already, and is not let go before the job is
   * stored (`askedJobs`): so what is lost here is made up for. The same `key` again is the same job.
   */
  readonly afterwards: (job: Job, key: string) => Promise<void>;
  /** Makes a value unreadable outside Patchcord: for sensitive variables and keys. */
  readonly seal: (value: Json) => Json;
  readonly open: (sealed: Json) => Json;
  /** Each event as it happens, for live views; sensitive values are sealed. */
  readonly observe: (event: CallEvent, flowId: string) => void;
}
