import { type ScriptedCallee, TEST_CALLEE } from '#runtime/flow/flow-test';
import type { Cancel, Clock } from './clock.ts';
import type { DialAttempt } from './dial-plan.ts';
import type { LegDriver, LegEvent, LegNow } from './leg-driver.ts';

export interface SimulatedLegsOptions {
  readonly clock: Clock;
  /** What whoever is dialled does; by where the call goes. */
  readonly callee?: ((to: string) => ScriptedCallee) | undefined;
  readonly emit: (event: LegEvent) => void;
  readonly becomes: (legId: string) => void;
}

interface SimulatedLeg {
  state: LegNow;
  readonly callee: ScriptedCallee;
  cancel: Cancel;
}

const SIP_CODES = { answers: 200, busy: 486, noAnswer: 480, declines: 603, fails: 503 } as const;

/** Telephones that nobody has: each does what its script says, in virtual time. */
export class SimulatedLegs implements LegDriver {
  readonly #options: SimulatedLegsOptions;
  readonly #byId = new Map<string, SimulatedLeg>();

  constructor(options: SimulatedLegsOptions) {
    this.#options = options;
  }

  /** `ringing` or `talking`, where a person could do something. */
  get activity(): 'ringing' | 'talking' | undefined {
    const states = [...this.#byId.values()].map(({ state }) => state);
    if (states.includes('ringing')) return 'ringing';
    return states.includes('answered') ? 'talking' : undefined;
  }

  /** How many there are that ring or talk. */
  get size(): number {
    return [...this.#byId.values()].filter(({ state }) => state !== 'gone').length;
  }

  /** The first of them does this now, whatever its script says. False where there is none. */
  act(does: 'answer' | 'busy' | 'decline' | 'hangUp'): boolean {
    const wanted: LegNow = does === 'hangUp' ? 'answered' : 'ringing';
    const [id, leg] = [...this.#byId].find(([, { state }]) => state === wanted) ?? [];
    if (id === undefined || leg === undefined) return false;
    leg.cancel();
    if (does === 'answer') this.#answers(id, leg);
    else if (does === 'hangUp') this.#ends(id, 16);
    else this.#ends(id, 17, does === 'busy' ? 486 : 603);
    return true;
  }

  async dial(id: string, { endpoint }: DialAttempt): Promise<void> {
    const { clock, emit, callee = () => TEST_CALLEE } = this.#options;
    const script = callee(endpoint);
    const leg: SimulatedLeg = { state: 'ringing', callee: script, cancel: () => {} };
    this.#byId.set(id, leg);
    const { does, afterMs, sipCode = SIP_CODES[does] } = script;
    if (does !== 'fails')
      clock.after(0, () => leg.state === 'ringing' && emit({ type: 'callee.ringing', id, early: false }));
    if (does === 'answers') leg.cancel = clock.after(afterMs, () => this.#answers(id, leg));
    else if (does !== 'noAnswer') leg.cancel = clock.after(afterMs, () => this.#ends(id, 17, sipCode));
  }

  async legNow(id: string): Promise<LegNow> {
    return this.#byId.get(id)?.state ?? 'gone';
  }
  async heardFrom(): Promise<boolean> {
    return true;
  }
  async hangUpLeg(id: string): Promise<void> {
    this.#ends(id, 16);
  }
  async connect(_bridgeId: string, legId: string): Promise<boolean> {
    return this.#byId.get(legId)?.state === 'answered';
  }
  async disconnect(): Promise<void> {}
  /** Nobody's carrier: the two are bridged. */
  async refer(): Promise<void> {
    this.#options.emit({ type: 'referred', ok: false, sipCode: 501 });
  }
  becomeCaller(legId: string): void {
    this.#options.becomes(legId);
  }
  close(): void {
    for (const id of this.#byId.keys()) this.#ends(id, 16);
  }

  #answers(id: string, leg: SimulatedLeg): void {
    const { clock, emit } = this.#options;
    leg.state = 'answered';
    emit({ type: 'callee.answered', id });
    if (leg.callee.talkMs !== undefined) leg.cancel = clock.after(leg.callee.talkMs, () => this.#ends(id, 16));
  }

  #ends(id: string, hangupCause: number, sipCode?: number): void {
    const leg = this.#byId.get(id);
    if (leg === undefined || leg.state === 'gone') return;
    leg.cancel();
    leg.state = 'gone';
    this.#options.emit({ type: 'callee.gone', id, hangupCause, ...(sipCode === undefined ? {} : { sipCode }) });
  }
}
