import type { Sound } from '#runtime/flow/call';
import { destinationText } from '#runtime/flow/destination';
import { promptFor } from '#runtime/flow/prompt';
import type { Step } from '#runtime/flow/step';
import type { Playable, SessionPorts } from './ports.ts';
import { speakingMs } from './speaking-time.ts';

/** From the order of a prompt to its first word. */
const BEFORE_SPEECH_MS = 300;
/** A recording, whose length nobody knows here. */
const RECORDING_MS = 2_000;

/**
 * What a simulation does without its neighbours: prompts as long as their words, no network, no secrets. `lengths` gets the
 * length of each prompt in ms, by what the driver is told to play.
 */
export function offlinePorts(
  steps: ReadonlyMap<string, Step>,
  lengths: Map<string, number>,
): Omit<SessionPorts, 'observe' | 'hours' | 'http' | 'afterwards'> {
  const playable = (sound: Sound, { language }: { language: string }): Playable => {
    const chosen = 'recording' in sound ? sound : promptFor(sound, language);
    const text = 'say' in chosen ? chosen.say : undefined;
    const media = text === undefined ? ('asset' in chosen ? chosen.asset : 'recording') : `say:${text}`;
    const durationMs = text === undefined ? RECORDING_MS : text.trim() === '' ? 0 : BEFORE_SPEECH_MS + speakingMs(text);
    lengths.set(media, durationMs);
    return text === undefined ? { media, durationMs } : { media, durationMs, text };
  };
  return {
    steps,
    playable,
    // Whether it may be dialled is not asked: nothing leaves this process.
    route: async ({ to }) => {
      const text = destinationText(to);
      return { ok: true, legs: [{ label: text, attempts: [{ endpoint: text, variables: {} }] }], release: () => {} };
    },
    secret: () => Promise.resolve('simulated-secret'),
    seal: (value) => ({ $sealed: JSON.stringify(value) }),
    open: (value) =>
      value !== null && typeof value === 'object' && '$sealed' in value ? JSON.parse(String(value.$sealed)) : value,
  };
}
