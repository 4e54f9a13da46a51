import type { DialOutcome, Release } from './dial-plan.ts';
import type { LegDriver, LegEvent, LegNow } from './leg-driver.ts';
import type { RestoredLeg } from './restored-legs.ts';

/** What a waiter waits for while legs are on their way: any change of any leg. */
export const LEGS = 'legs';

export interface LegState {
  readonly id: string;
  state: LegNow;
  /** Rang, or its exchange said something. */
  rang: boolean;
  early: boolean;
  hangupCause: number | undefined;
  sipCode: number | undefined;
  /** The how-many-th to be answered in this call. */
  order: number;
  answeredMs: number | undefined;
  released: Release | undefined;
  trunkId: string | undefined;
}

export interface LegsHost {
  readonly driver: LegDriver;
  now(): number;
  changed(): void;
}

/** The legs of one call besides the caller's own. */
export class Legs {
  readonly #host: LegsHost;
  readonly #byId = new Map<string, LegState>();
  /** Not looked at since the restart. */
  readonly #unseen = new Set<string>();
  #answers = 0;
  #referred: { readonly ok: boolean; readonly sipCode: number } | undefined;

  constructor(host: LegsHost) {
    this.#host = host;
  }

  /** Known from now on; events of a leg that is not are of one that was given up. */
  add(id: string, now: LegNow = 'dialling'): LegState {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const leg: LegState = {
      id,
      state: 'dialling',
      rang: false,
      early: false,
      hangupCause: undefined,
      sipCode: undefined,
      order: 0,
      answeredMs: undefined,
      released: undefined,
      trunkId: undefined,
    };
    this.#byId.set(id, leg);
    if (now === 'ringing') leg.rang = true;
    if (now === 'answered') this.#answered(leg);
    else leg.state = now;
    return leg;
  }

  get(id: string): LegState | undefined {
    return this.#byId.get(id);
  }

  /** A leg that an earlier runtime has dialled, as far as its journal tells. */
  restore({ legId, answeredMs, trunkId }: RestoredLeg, released: Release | undefined): void {
    Object.assign(this.add(legId, 'answered'), { answeredMs, trunkId, released });
    this.#unseen.add(legId);
  }

  /** One that was answered, as it is now. */
  async answered(id: string): Promise<LegState> {
    const leg = this.#byId.get(id);
    if (leg !== undefined && !this.#unseen.delete(id)) return leg;
    const now = await this.#host.driver.legNow(id);
    const known = leg ?? this.add(id, now);
    if (now === 'gone') this.#gone(known);
    return known;
  }

  takeReferred(): { readonly ok: boolean; readonly sipCode: number } | undefined {
    const referred = this.#referred;
    this.#referred = undefined;
    return referred;
  }

  heard(event: LegEvent): void {
    if (event.type === 'referred') {
      this.#referred = event;
      this.#host.changed();
      return;
    }
    const leg = this.#byId.get(event.id);
    if (leg === undefined || leg.state === 'gone') return;
    switch (event.type) {
      case 'callee.ringing':
        leg.rang = true;
        leg.early ||= event.early;
        if (leg.state === 'dialling') leg.state = 'ringing';
        break;
      case 'callee.answered':
        if (leg.state !== 'answered') this.#answered(leg);
        break;
      case 'callee.gone':
        leg.hangupCause = event.hangupCause;
        leg.sipCode = event.sipCode;
        this.#gone(leg);
        break;
    }
    this.#host.changed();
  }

  async hangUp(id: string, reason: 'normal' | 'answeredElsewhere' = 'normal'): Promise<void> {
    const leg = this.#byId.get(id);
    if (leg !== undefined) this.#gone(leg);
    await this.#host.driver.hangUpLeg(id, reason);
  }

  /** The call is over: told by whoever has let the legs out. The driver has hung them up. */
  close(): void {
    for (const leg of this.#byId.values()) this.#gone(leg);
  }

  #answered(leg: LegState): void {
    leg.state = 'answered';
    leg.rang = true;
    leg.order = ++this.#answers;
    leg.answeredMs = this.#host.now();
  }

  #gone(leg: LegState): void {
    leg.state = 'gone';
    const { released, answeredMs, trunkId } = leg;
    leg.released = undefined;
    const outcome: DialOutcome = {
      kind: 'answered',
      talkMs: this.#host.now() - (answeredMs ?? this.#host.now()),
      ...(trunkId === undefined ? {} : { trunkId }),
    };
    released?.(outcome);
  }
}
