import type { RecordingInfo } from '../api/calls.ts';
import type { Replay } from './replay-state.ts';

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].map((seconds) => seconds * 1_000);
const TICKS = 8;

/** Round moments to write under a track, at most nine; none so close to the end that they would stand out of it. */
export function ticksOf(lengthMs: number): readonly number[] {
  const stepMs = STEPS_MS.find((step) => lengthMs / step <= TICKS) ?? 7_200_000;
  const count = Math.floor((lengthMs * 0.97) / stepMs) + 1;
  return Array.from({ length: count }, (_, index) => index * stepMs);
}

/** Recording may begin this much after it was asked for. */
const LATE_MS = 2_000;

/** When a recording of the whole call began, in milliseconds of the call. */
export function recordingStartMs(replay: Replay, recording: Pick<RecordingInfo, 'durationMs' | 'complete'>): number {
  const asked = replay.events.find((event) => event.type === 'recording.started');
  const askedMs = (asked?.atMs ?? replay.startMs) - replay.startMs;
  if (replay.endMs === undefined || !recording.complete) return askedMs;
  // It lasts to the end of the call, so its own length says best when its first sample was taken.
  const byLengthMs = replay.endMs - replay.startMs - recording.durationMs;
  return byLengthMs >= askedMs && byLengthMs <= askedMs + LATE_MS ? byLengthMs : askedMs;
}
