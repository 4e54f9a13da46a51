import { CallerGone, StepFailed } from '#runtime/flow/call';
import type { Json } from '#runtime/flow/json';
import type { CallEvent, CallEventOf } from '#runtime/flow/record';
import type { Clock } from './clock.ts';

type WithoutAt<E> = E extends CallEvent ? Omit<E, 'callId' | 'atMs' | 'seq' | 'nodeId'> : never;
/** An event of a visit; who and when is filled in by the visit. */
export type VisitEvent = WithoutAt<
  Exclude<CallEvent, { type: `call.${string}` | 'recording.started' | 'key.pressed' }>
>;

/** What a killed runtime left of the visit that was open. */
export interface Replay {
  readonly finished: ReadonlyMap<number, CallEventOf<'operation.finished'>>;
  readonly started: ReadonlyMap<number, CallEventOf<'operation.started'>>;
  readonly checkpoint: Json;
  /** The step was done; only the way on is missing. */
  readonly left: CallEventOf<'step.left'> | undefined;
}

export interface Operation {
  /** `<call>:<seq>:<n>`: also Asterisk's name for the playback, recording or channel that it makes. */
  readonly id: string;
  readonly startedMs: number;
  /** The runtime died while this operation was under way. */
  readonly resumed: boolean;
  /** What that runtime wrote down when it began. */
  readonly details: Json | undefined;
  /** Writes the intent down, once; call it just before the effect. */
  begin(details?: Json): void;
}

export interface OperationOptions {
  /** The result is sealed in the journal. */
  readonly sensitive?: boolean;
  /** Must never be done twice: an operation cut off by a crash fails with `interrupted`. */
  readonly once?: boolean;
  /** What an operation that is not done twice has left behind. */
  readonly interrupted?: (id: string) => Promise<void>;
  /** Possible also when the caller is gone. */
  readonly afterHangUp?: boolean;
  /** For the timeline, read when the operation is done. */
  readonly details?: () => Json | undefined;
}

export interface OperationHost {
  readonly clock: Clock;
  /** The caller is gone, or the step's time is over. */
  readonly aborted: boolean;
  readonly keysTaken: number;
  seal(value: Json): Json;
  open(value: Json): Json;
  write(event: VisitEvent): void;
  /** Everything written is safe before this returns. */
  flush(): void;
}

/** The numbered operations of one visit: each is journaled, and done once across restarts. */
export class Operations {
  readonly #host: OperationHost;
  readonly #prefix: string;
  readonly #replay: Replay | undefined;
  #n = 0;

  constructor(host: OperationHost, prefix: string, replay: Replay | undefined) {
    this.#host = host;
    this.#prefix = prefix;
    this.#replay = replay;
  }

  async run<T extends Json>(
    kind: string,
    effect: (operation: Operation) => Promise<T>,
    options: OperationOptions = {},
  ): Promise<T> {
    const host = this.#host;
    const n = ++this.#n;
    const done = this.#replay?.finished.get(n);
    if (done !== undefined) return this.#replayed(done, kind, options) as T;
    if (host.aborted && !options.afterHangUp) throw new CallerGone();
    const before = this.#replay?.started.get(n);
    if (before !== undefined && options.once) {
      await options.interrupted?.(`${this.#prefix}:${n}`);
      throw new StepFailed('interrupted', `'${kind}' was under way when Patchcord restarted, and is not done twice.`);
    }
    const startedMs = before?.atMs ?? host.clock.now();
    let begun = before !== undefined;
    const begin = (details?: Json) => {
      if (!begun) host.write({ type: 'operation.started', n, kind, ...(details === undefined ? {} : { details }) });
      begun = true;
      host.flush();
    };
    const resumed = before !== undefined;
    const result = await effect({ id: `${this.#prefix}:${n}`, startedMs, resumed, details: before?.details, begin });
    const details = options.details?.();
    host.write({
      type: 'operation.finished',
      n,
      kind,
      startedMs,
      result: options.sensitive ? host.seal(result) : result,
      ...(details === undefined ? {} : { details }),
      keysTaken: host.keysTaken,
    });
    return result;
  }

  /** A value that must be the same on a re-run, such as the time. */
  value<T extends Json>(kind: string, read: () => T): T {
    const n = ++this.#n;
    const done = this.#replay?.finished.get(n);
    if (done !== undefined) return this.#replayed(done, kind, {}) as T;
    const result = read();
    this.#host.write({ type: 'operation.finished', n, kind, startedMs: this.#host.clock.now(), result });
    return result;
  }

  #replayed(done: CallEventOf<'operation.finished'>, kind: string, options: OperationOptions): Json {
    if (done.kind !== kind) {
      throw new StepFailed(
        'replay-differs',
        `The step asked for '${kind}' where its first run asked for '${done.kind}'.`,
      );
    }
    return options.sensitive ? this.#host.open(done.result) : done.result;
  }
}
