import type { CallEvent } from '#runtime/flow/record';

/** A call's stay in one node. */
export interface Visit {
  readonly seq: number;
  readonly nodeId: string;
  readonly step: string;
  readonly enteredMs: number;
  /** When the step was done; undefined while it runs, and when the call left it by a hang-up. */
  readonly leftMs: number | undefined;
  readonly exit: string | undefined;
}

/** The nodes a call was in, in order. */
export function visitsOf(events: readonly CallEvent[]): readonly Visit[] {
  const visits = new Map<number, Visit>();
  for (const event of events) {
    if (event.type === 'step.entered') {
      const { seq, nodeId, step, atMs } = event;
      visits.set(seq, { seq, nodeId, step, enteredMs: atMs, leftMs: undefined, exit: undefined });
    } else if (event.type === 'step.left') {
      const visit = visits.get(event.seq);
      if (visit !== undefined) visits.set(event.seq, { ...visit, leftMs: event.atMs, exit: event.exit });
    }
  }
  return [...visits.values()];
}

/** When the call was in a node no more: its step was done, the next one began, or the call ended. */
export const leftAt = (visits: readonly Visit[], index: number, endMs: number): number =>
  visits[index]?.leftMs ?? visits[index + 1]?.enteredMs ?? endMs;
