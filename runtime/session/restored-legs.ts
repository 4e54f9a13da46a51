import type { Json } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';
import type { DialLeg } from './dial-plan.ts';

export interface RestoredLeg {
  readonly legId: string;
  readonly answeredMs: number;
  readonly trunkId: string | undefined;
  /** What the dial gate had set aside for it, and for those that rang with it. */
  readonly reservations: readonly string[];
}

/** The legs that had been answered, and not been let go again, when the runtime died. */
export function answeredLegs(events: readonly CallEvent[], open: (sealed: Json) => Json): readonly RestoredLeg[] {
  const details = new Map<string, Json | undefined>();
  const legs = new Map<string, RestoredLeg>();
  for (const event of events) {
    if (event.type !== 'operation.started' && event.type !== 'operation.finished') continue;
    const key = `${event.seq}:${event.n}`;
    if (event.type === 'operation.started') details.set(key, event.details);
    else if (event.kind === 'dial') {
      const { legId, trunkId } = event.result as { readonly legId?: string; readonly trunkId?: string };
      const { plan } = (details.get(key) ?? {}) as { readonly plan?: Json };
      if (legId === undefined) continue;
      const reservations = plan === undefined ? [] : reservationsOf(open(plan) as unknown as readonly DialLeg[]);
      legs.set(legId, { legId, answeredMs: event.atMs, trunkId, reservations });
    } else if (event.kind === 'bridge')
      legs.delete(String((details.get(key) as { legId?: string } | undefined)?.legId));
  }
  return [...legs.values()];
}

export const reservationsOf = (legs: readonly DialLeg[]): readonly string[] => [
  ...new Set(legs.flatMap(({ attempts }) => attempts.flatMap(({ reservation }) => reservation ?? []))),
];
