import type { AskedJob } from './asked-job.ts';
import type { JobKind } from './job.ts';

/**
 * The regular jobs of the present span of time. Each has a key of its span, so that all nodes may ask for it as often as
 * they like, and it is done once; a machine that was off at the time does it when it is on again.
 */
export function dueSlots(kinds: readonly JobKind[], nowMs: number): AskedJob[] {
  return kinds.flatMap(({ name, every }) => {
    if (every === undefined) return [];
    const { ms, offsetMs = 0 } = every;
    const slotMs = Math.floor((nowMs - offsetMs) / ms) * ms + offsetMs;
    return [{ name, data: {}, key: `every:${new Date(slotMs).toISOString()}` }];
  });
}
