import type { TrunkId } from '#asterisk-config/sip-names';
import type { Trunk } from '#asterisk-config/trunk';
import type { TrunkState } from '#asterisk-config/trunk-state';

type Facts = Omit<TrunkState, 'updatedAt'>;

/** The live states of all trunks, and who wants to know of their changes. */
export class TrunkStates {
  readonly #states = new Map<TrunkId, TrunkState>();
  readonly #listeners = new Set<(trunkId: TrunkId, state: TrunkState) => void>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  of({ id, kind }: Pick<Trunk, 'id' | 'kind'>): TrunkState {
    const registration = kind === 'registration' ? ({ state: 'registering' } as const) : null;
    const unknown = { applied: 'pending', registration, reachable: null, updatedAt: this.#moment() } as const;
    return this.#states.get(id) ?? unknown;
  }

  /** Tells the listeners, if anything is new. */
  set(trunk: Pick<Trunk, 'id' | 'kind'>, facts: Partial<Facts>): void {
    const before = this.of(trunk);
    const { updatedAt, ...known } = before;
    const after: Facts = { ...known, ...facts };
    const isNew = !this.#states.has(trunk.id) || JSON.stringify(after) !== JSON.stringify(known);
    if (!isNew) return;
    const state = { ...after, updatedAt: this.#moment() };
    this.#states.set(trunk.id, state);
    for (const listener of this.#listeners) listener(trunk.id, state);
  }

  /** The trunks that there are; what is known of others is forgotten. */
  keep(trunkIds: ReadonlySet<TrunkId>): void {
    for (const id of this.#states.keys()) if (!trunkIds.has(id)) this.#states.delete(id);
  }

  observe(listener: (trunkId: TrunkId, state: TrunkState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #moment(): string {
    return new Date(this.#now()).toISOString();
  }
}
