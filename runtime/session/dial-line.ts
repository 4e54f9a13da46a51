import type { NotReached } from '#runtime/flow/call';
import type { StepLog } from '#runtime/flow/step';
import type { DialLeg } from './dial-plan.ts';
import type { DialHost } from './dialling.ts';
import type { LegState } from './legs.ts';
import { type Ending, mayTryNext, notReached } from './sip-answer.ts';

/** So long a trunk may say nothing at all before the next one is tried (RFC 3261 sends the INVITE four times in it). */
const SILENCE_MS = 4_000;

/** One telephone that is rung, over one trunk after another. */
export class DialLine {
  readonly #host: DialHost;
  readonly #log: StepLog;
  readonly #prefix: string;
  readonly #leg: DialLeg;
  readonly #ringMs: number;
  #index = -1;
  #state: LegState | undefined;
  #startedMs = 0;
  /** Nothing was heard of it so far. */
  #silent = true;
  /** Found after a restart: how it came here is not known, so nothing else is tried. */
  #last = false;
  /** Set once nobody can be reached any more. */
  result: NotReached | undefined;

  constructor(
    host: DialHost,
    log: StepLog,
    prefix: string,
    leg: DialLeg,
    { timeoutMs }: { readonly timeoutMs: number },
  ) {
    this.#host = host;
    this.#log = log;
    this.#prefix = prefix;
    this.#leg = leg;
    this.#ringMs = timeoutMs;
  }

  get id(): string {
    return `${this.#prefix}a${this.#index}`;
  }
  get answered(): boolean {
    return this.#state?.state === 'answered';
  }
  get early(): boolean {
    return this.#state?.early === true;
  }
  /** Who was first where several were answered at once. */
  get order(): number {
    return this.#state?.order ?? 0;
  }
  get trunk(): { readonly trunkId?: string } {
    const trunkId = this.#leg.attempts[this.#index]?.trunkId;
    return trunkId === undefined ? {} : { trunkId };
  }
  /** When it is to be looked at, should nothing happen. */
  get dueMs(): number {
    const ringMs = this.#startedMs + this.#ringMs;
    return this.#silent && !this.#last ? Math.min(ringMs, this.#startedMs + SILENCE_MS) : ringMs;
  }

  /** Harmless for one that was picked up. */
  async start(): Promise<void> {
    if (this.#index < 0 && this.result === undefined) await this.#next(undefined);
  }

  /** After a restart: finds the attempt that Asterisk still has. */
  async pickUp(startedMs: number): Promise<void> {
    this.#startedMs = startedMs;
    this.#last = true;
    for (let index = this.#leg.attempts.length - 1; index >= 0; index--) {
      this.#index = index;
      const now = await this.#host.driver.legs.legNow(this.id);
      if (now === 'gone') continue;
      this.#state = this.#host.legs.add(this.id, now);
      return;
    }
    this.result = {
      kind: 'unreachable',
      code: 'interrupted',
      message: 'The call to it ended while Patchcord restarted, and nobody is dialled twice.',
    };
  }

  /** Looks at what has happened, and goes on to the next trunk where that is right. */
  async advance(): Promise<void> {
    const { legs, clock, driver } = this.#host;
    const leg = this.#state;
    if (leg === undefined || this.result !== undefined || this.answered) return;
    if (leg.rang) this.#silent = false;
    if (leg.state === 'gone') {
      await this.#next({ sipCode: leg.sipCode, hangupCause: leg.hangupCause, rang: leg.rang });
    } else if (clock.now() >= this.#startedMs + this.#ringMs) {
      await legs.hangUp(this.id);
      await this.#next({ rang: leg.rang, gaveUp: 'time' });
    } else if (this.#silent && !this.#last && clock.now() >= this.#startedMs + SILENCE_MS) {
      this.#silent = false;
      if (await driver.legs.heardFrom(this.id)) return;
      // A trunk that wakes up now gets no second telephone to ring: its call is cancelled.
      await legs.hangUp(this.id);
      await this.#next({ rang: false, gaveUp: 'silence' });
    }
  }

  async #next(ending: Ending | undefined): Promise<void> {
    const { attempts, label } = this.#leg;
    const attempt = attempts[this.#index + 1];
    if (ending !== undefined && (attempt === undefined || this.#last || !mayTryNext(ending))) {
      this.result = notReached(ending);
      return;
    }
    if (attempt === undefined) {
      this.result = { kind: 'unreachable', code: 'no-way-there', message: `There is no way to ${label}.` };
      return;
    }
    if (ending !== undefined)
      this.#log.warn(`${notReached(ending).message} The next trunk is tried.`, {
        trunk: this.trunk.trunkId ?? '',
        label,
      });
    this.#index += 1;
    this.#silent = true;
    this.#startedMs = this.#host.clock.now();
    const state = this.#host.legs.add(this.id);
    this.#state = state;
    try {
      await this.#host.driver.legs.dial(this.id, attempt, this.#ringMs);
    } catch (error) {
      this.#log.warn('A call could not be begun.', { label, message: String(error) });
      state.state = 'gone';
      await this.#next({ rang: false });
    }
  }
}
