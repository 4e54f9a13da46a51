import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '#runtime/store/database';
import type { DialRefusal, TrunkLimits } from '#runtime/store/dial-limits';
import { getDialRules } from '#runtime/store/dial-rules';
import {
  beatDialNode,
  countDialTime,
  forgetDialDays,
  getDialUsage,
  releaseDialNode,
  releaseDials,
  reserveDial,
} from '#runtime/store/dial-usage';

export interface DialCountersOptions {
  readonly db: Db;
  readonly nodeName: string;
  /** Calls that this runtime carries: what was let out for others is over. */
  readonly isLive: (callId: string) => boolean;
  readonly onError: (error: unknown, message: string) => void;
  /** The minutes of the day are used up while these calls go on. */
  readonly onUsedUp?: (callIds: readonly string[]) => void;
  /** How often the time of calls is counted, and other nodes are looked at (5 s). */
  readonly beatMs?: number;
  /** How long a node is silent before its calls count as over (60 s). */
  readonly silentMs?: number;
  /** How long a call may be unknown before what was let out for it counts as over (30 s). */
  readonly unknownMs?: number;
  /** How long one that asks waits for Postgres (4 s). */
  readonly patienceMs?: number;
  /** Milliseconds of a clock that is never set. */
  readonly monotonic?: () => number;
  /** Instead of the database's clock. */
  readonly now?: () => number;
}

/** What was counted for a call that goes on here. */
interface Watched {
  readonly callId: string;
  /** Whoever asked gives it back himself: it is no call of a flow. */
  readonly isHeld: boolean;
  /** Counted by an earlier process. */
  readonly beforeMs: number;
  readonly sinceMs: number;
  liveMs: number;
}

export interface ToCount {
  readonly callId: string;
  /** What is counted: E.164, a short number or a SIP address. */
  readonly number: string;
  readonly trunks: readonly TrunkLimits[];
  /** It belongs to no call of a flow, and is given back by whoever asks. */
  readonly isHeld?: boolean;
}

export type SetAside = { readonly ok: true; readonly id: string; readonly trunkIds: readonly string[] };
export type NotSetAside = { readonly ok: false } & DialRefusal;

/**
 * How much is dialled, kept in Postgres for all nodes. While Postgres is away nothing is let out. What was let out is given
 * back by whoever asked, or once its call is over here, or once its node has fallen silent: all by clocks that are never
 * set, so that a jump of the wall clock frees no place.
 */
export class DialCounters {
  readonly #options: Required<Omit<DialCountersOptions, 'now' | 'onUsedUp'>> &
    Pick<DialCountersOptions, 'now' | 'onUsedUp'>;
  readonly #process = randomUUID();
  readonly #watched = new Map<string, Watched>();
  /** Beats of other nodes, and since when they have stood still. */
  readonly #beats = new Map<string, { readonly beat: number; readonly sinceMs: number }>();
  readonly #startedMs: number;
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #forgotMs = Number.NEGATIVE_INFINITY;

  constructor(options: DialCountersOptions) {
    this.#options = {
      beatMs: 5_000,
      silentMs: 60_000,
      unknownMs: 30_000,
      patienceMs: 4_000,
      monotonic: () => performance.now(),
      ...options,
    };
    this.#startedMs = this.#options.monotonic();
  }

  start(): void {
    const { beatMs, onError } = this.#options;
    this.#timer = setInterval(() => {
      if (this.#beating !== undefined) return;
      this.#beating = this.beat()
        .catch((error) => onError(error, 'Outside calls could not be counted.'))
        .finally(() => {
          this.#beating = undefined;
        });
    }, beatMs).unref();
  }

  /** Gives nothing back: the calls go on in Asterisk, and the next process of this node takes them over. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  /** Sets aside one outside call. Never throws: what can't be counted is not let out. */
  async reserve(request: ToCount): Promise<SetAside | NotSetAside> {
    const { patienceMs, onError } = this.#options;
    const reserving = this.#inTurn(() => this.#reserve(request));
    const answer = await Promise.race([
      reserving.catch((error: unknown) => {
        onError(error, 'An outside call could not be counted, and was not made.');
        return undefined;
      }),
      sleep(patienceMs, undefined, { ref: false }),
    ]);
    if (answer !== undefined) return answer;
    // Postgres may yet do it, when nobody wants it any more.
    reserving.then((late) => late.ok && this.release([late.id], 0)).catch(() => {});
    return {
      ok: false,
      code: 'dial-store-away',
      message: 'The database that counts outside calls can not be reached, so none is made.',
      fix: 'Try again when the database is back.',
    };
  }

  /** `ms`: how long it was connected; without it, the time since it was let out. Tried again until Postgres takes it. */
  release(ids: readonly string[], ms?: number): void {
    for (const id of ids) this.#watched.delete(id);
    void this.#release(ids, ms);
  }

  /** Counts the time of calls, and gives back what nobody holds any more. */
  async beat(): Promise<void> {
    const { db, nodeName, silentMs, isLive, unknownMs, monotonic } = this.#options;
    const { beats, held } = await beatDialNode(db, nodeName);
    const nowMs = monotonic();
    for (const { id, process, callId, countedMs } of held)
      if (process !== this.#process && !this.#watched.has(id) && isLive(callId))
        this.#watched.set(id, { callId, isHeld: false, beforeMs: countedMs, sinceMs: nowMs, liveMs: nowMs });
    const lost: string[] = [];
    for (const [id, watched] of this.#watched) {
      if (watched.isHeld || isLive(watched.callId)) watched.liveMs = nowMs;
      else if (nowMs - watched.liveMs > unknownMs) lost.push(id);
    }
    // Left by a process before this one, and by now it is known which calls go on.
    const left = nowMs - this.#startedMs > unknownMs ? held.filter((one) => one.process !== this.#process) : [];
    lost.push(...left.filter(({ id }) => !this.#watched.has(id)).map(({ id }) => id));
    await countDialTime(db, this.#process, this.#times(nowMs));
    await this.#endUsedUp();
    for (const id of lost) this.#watched.delete(id);
    await releaseDials(db, lost);
    for (const [name, beat] of beats) {
      if (name === nodeName) continue;
      const before = this.#beats.get(name);
      if (before?.beat !== beat) this.#beats.set(name, { beat, sinceMs: nowMs });
      else if (nowMs - before.sinceMs > silentMs) await releaseDialNode(db, name, beat);
    }
    if (nowMs - this.#forgotMs > 86_400_000) {
      this.#forgotMs = nowMs;
      await forgetDialDays(db, new Date(Date.now() - KEPT_MS));
    }
  }

  /** What goes on when the day's minutes are over ends: a limit that only new calls felt would be none for long ones. */
  async #endUsedUp(): Promise<void> {
    const { db, onUsedUp } = this.#options;
    if (onUsedUp === undefined || this.#watched.size === 0) return;
    const [{ minutesPerDay }, { minutesToday }] = [await getDialRules(db), await getDialUsage(db)];
    if (minutesToday >= minutesPerDay) onUsedUp([...this.#watched.values()].map(({ callId }) => callId));
  }

  #times(nowMs: number): readonly { readonly id: string; readonly ms: number }[] {
    return [...this.#watched].map(([id, { beforeMs, sinceMs }]) => ({
      id,
      ms: Math.round(beforeMs + nowMs - sinceMs),
    }));
  }

  /** One at a time: a thousand that ask together must not take every connection of the pool to wait in. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act, act);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #reserve(request: ToCount): Promise<SetAside | NotSetAside> {
    const { db, nodeName, now, monotonic } = this.#options;
    const id = randomUUID();
    const reserved = await reserveDial(
      db,
      { ...request, id, nodeName, process: this.#process, nowMs: now?.() },
      await getDialRules(db),
    );
    if (!reserved.ok) return reserved;
    const nowMs = monotonic();
    const { callId, isHeld = false } = request;
    this.#watched.set(id, { callId, isHeld, beforeMs: 0, sinceMs: nowMs, liveMs: nowMs });
    return { ok: true, id, trunkIds: reserved.trunkIds };
  }

  async #release(ids: readonly string[], ms?: number): Promise<void> {
    const { db, beatMs, onError } = this.#options;
    for (let tries = 0; tries < RELEASE_TRIES; tries += 1) {
      try {
        await releaseDials(db, ids, ms);
        return;
      } catch (error) {
        if (tries === 0) onError(error, 'An outside call that is over could not be counted; it is tried again.');
        await sleep(beatMs, undefined, { ref: false });
      }
    }
  }
}

/** So many days must a clock jump ahead before it takes a count away. */
const KEPT_MS = 40 * 86_400_000;
const RELEASE_TRIES = 1_000;
