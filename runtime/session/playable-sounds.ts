import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingName } from '#runtime/ari/recordings';
import type { Sound } from '#runtime/flow/call';
import { promptFor } from '#runtime/flow/prompt';
import type { Playable } from './ports.ts';

/** What makes sounds of words and finds stored ones; speech wires it. Paths are absolute, without an extension. */
export interface SoundSource {
  speak(request: {
    readonly text: string;
    readonly voice: string;
    readonly language: string;
  }): Promise<{ readonly path: string; readonly durationMs: number }>;
  asset(hash: string): Promise<{ readonly path: string; readonly durationMs: number }>;
}

/** Prompts that were ready once, kept for this many different texts and assets. */
const REMEMBERED = 5_000;
/** Asterisk's `wav` format: 8,000 samples of 16 bits a second, after a header of 44 bytes. */
const WAV_BYTES_PER_MS = 16;
const WAV_HEADER_BYTES = 44;

/**
 * Makes sounds ready for Asterisk. What a flow says the same way in every call is ready without waiting from its second
 * time on (the first is at publish).
 */
export function playableSounds(source: SoundSource, recordingFolder: string) {
  const ready = new Map<string, Playable>();

  const remember = (key: string, playable: Playable): Playable => {
    if (ready.size >= REMEMBERED) ready.delete(ready.keys().next().value ?? '');
    ready.set(key, playable);
    return playable;
  };

  return (
    sound: Sound,
    { language, voice }: { readonly language: string; readonly voice: string },
  ): Playable | Promise<Playable> => {
    if ('recording' in sound) return recorded(recordingFolder, sound.recording);
    const chosen = promptFor(sound, language);
    if ('asset' in chosen) {
      const key = chosen.asset;
      return (
        ready.get(key) ??
        source.asset(key).then(({ path, durationMs }) => remember(key, { media: `sound:${path}`, durationMs }))
      );
    }
    const text = chosen.say.trim();
    if (text === '') return { media: '', durationMs: 0 };
    const spokenBy = chosen.voice ?? voice;
    const key = `${spokenBy}\n${language}\n${text}`;
    return (
      ready.get(key) ??
      source
        .speak({ text, voice: spokenBy, language })
        .then(({ path, durationMs }) => remember(key, { media: `sound:${path}`, durationMs, text }))
    );
  };
}

async function recorded(folder: string, id: string): Promise<Playable> {
  const name = recordingName(id);
  const { size } = await stat(join(folder, `${name}.wav`));
  return { media: `recording:${name}`, durationMs: Math.max(0, (size - WAV_HEADER_BYTES) / WAV_BYTES_PER_MS) };
}
