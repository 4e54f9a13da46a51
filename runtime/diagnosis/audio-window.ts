import type { AudioSample } from './evidence.ts';

/** What went to and fro between two looks. */
export interface AudioWindow {
  readonly ms: number;
  readonly sent: number;
  readonly received: number;
}

/** Shorter ones prove nothing: a pause, or one packet too late. */
const LEAST_MS = 2_500;

/** Counts must be compared over time; a single one proves nothing. */
export function audioWindows(samples: readonly AudioSample[]): readonly AudioWindow[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    if (before === undefined || sample.atMs - before.atMs < LEAST_MS) return [];
    const sent = sample.sent - before.sent;
    const received = sample.received - before.received;
    // Counters that went back are of another stream.
    return sent < 0 || received < 0 ? [] : [{ ms: sample.atMs - before.atMs, sent, received }];
  });
}
