import * as z from 'zod';
import type { CallEvent } from '#runtime/flow/record';
import { FRAME_MS, framePowers, measure } from '#runtime/speech/measure';
import type { Sound } from '#runtime/speech/wav';

/** A prompt as it reached the caller. Times since the answer; `levelDbfs` is null if it was not heard at all. */
export type HeardPrompt = {
  readonly node: string;
  readonly text: string;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly levelDbfs: number | null;
};

/** A recording, and when it began: milliseconds since the Unix epoch. */
export type Recording = { readonly sound: Sound; readonly beganAt: number };

const PromptDetails = z.object({ text: z.string(), durationMs: z.number().positive() });

/** A prompt is heard this long after it was ordered, at most: until then the one before may sound on. */
const ARRIVAL_MS = 160;
/** How much later than it was ordered a prompt may end. */
const LATE_MS = 500;
/** Longer than any pause in a prompt. */
const PAUSE_MS = 5_000;

function part({ sound, beganAt }: Recording, fromAt: number, toAt: number): Sound {
  const perMs = sound.sampleRate / 1000;
  const index = (at: number) => Math.max(0, Math.round((at - beganAt) * perMs));
  return { sampleRate: sound.sampleRate, samples: sound.samples.subarray(index(fromAt), index(toAt)) };
}

/** Where one prompt ends and the next begins: in the middle of the quietest moments about its order. */
function beginningOf(recording: Recording, orderedAt: number): number {
  const fromAt = Math.max(orderedAt, recording.beganAt);
  const powers = framePowers(part(recording, fromAt, fromAt + ARRIVAL_MS));
  const quietest = Math.min(...powers);
  const quiet = [...powers.keys()].filter((frame) => powers[frame] === quietest);
  return fromAt + (quiet[quiet.length >> 1] ?? 0) * FRAME_MS;
}

/** What the robot heard of each prompt that a call played, in order, found in its recording by the call's events. */
export function heardPrompts(events: readonly CallEvent[], recording: Recording, answeredAt: number): HeardPrompt[] {
  const prompts = events.flatMap((event) => {
    if (event.type !== 'operation.started') return [];
    const { data } = PromptDetails.safeParse(event.details);
    return data ? [{ ...data, node: event.nodeId, orderedAt: event.atMs }] : [];
  });
  const beginnings = prompts.map(({ orderedAt }) => beginningOf(recording, orderedAt));
  return prompts.map(({ node, text, durationMs }, place) => {
    const fromAt = beginnings[place] ?? 0;
    const toAt = Math.min(fromAt + durationMs + LATE_MS, beginnings[place + 1] ?? Number.POSITIVE_INFINITY);
    const heard = measure(part(recording, fromAt, toAt), { mergeMs: PAUSE_MS }).segments[0];
    const startMs = Math.round(fromAt - answeredAt) + (heard?.startMs ?? 0);
    return { node, text, startMs, lengthMs: heard?.lengthMs ?? 0, levelDbfs: heard?.levelDbfs ?? null };
  });
}
