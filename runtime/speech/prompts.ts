import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { AssetStore, StoredAsset } from './asset-store.ts';
import type { Flite } from './flite-process.ts';
import { LEVEL_VERSION, level } from './level.ts';
import { localVoice } from './local-voices.ts';
import { spokenText } from './spoken-text.ts';
import { writeWav } from './wav.ts';

export type SpeechRequest = { readonly text: string; readonly voice: string; readonly language: string };

/** `path`: absolute, without extension, for Asterisk's `sound:`. `cached`: nothing had to be spoken for it. */
export type RenderedSpeech = StoredAsset & { readonly path: string; readonly cached: boolean };

/** Which asset a text became, by the hash of text, voice and levelling. */
export type SpokenIndex = {
  get(key: string): Promise<StoredAsset | undefined>;
  set(key: string, asset: StoredAsset): Promise<void>;
};

export type Prompts = {
  /**
   * The sound of a text, spoken now or taken from an earlier time.
   * @throws SpeechError `unknown-voice`, `no-voice-for-language`, `nothing-to-say`, `text-too-long`,
   * `speech-not-installed`, `speech-failed`, `speech-timeout`, `speech-busy`, `speech-stopped`.
   */
  renderSpeech(request: SpeechRequest): Promise<RenderedSpeech>;
};

const Entry = z.object({ hash: z.string().regex(/^sha256:[0-9a-f]{64}$/), durationMs: z.int().nonnegative() });

/** The index as small files: `<folder>/ab/<key>.json`. An unreadable one counts as missing. */
export function folderIndex(folder: string): SpokenIndex {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), `${key}.json`);
  return {
    async get(key) {
      try {
        return Entry.parse(JSON.parse(await readFile(pathOf(key), 'utf8')));
      } catch {
        return undefined;
      }
    },
    async set(key, asset) {
      const half = `${pathOf(key)}.${process.pid}`;
      await mkdir(dirname(half), { recursive: true, mode: 0o700 });
      await writeFile(half, JSON.stringify(asset), { mode: 0o600 });
      await rename(half, pathOf(key));
    },
  };
}

const keyOf = (voice: string, text: string) =>
  createHash('sha256')
    .update(JSON.stringify([LEVEL_VERSION, voice, text]))
    .digest('hex');

/** Renders prompts by a local voice into the asset store; the same text at the same time is spoken once. */
export function openPrompts(parts: { assets: AssetStore; flite: Flite; index: SpokenIndex }): Prompts {
  const { assets, flite, index } = parts;
  const rendering = new Map<string, Promise<RenderedSpeech>>();

  const render = async (key: string, voice: string, text: string): Promise<RenderedSpeech> => {
    const known = await index.get(key);
    // The index may outlive an asset: then it is spoken again.
    const path = known && (await assets.playable(known.hash).catch(() => undefined));
    if (known && path) return { ...known, path, cached: true };
    const sound = level(await flite.speak(voice, text));
    const stored = await assets.put(writeWav(sound), { mediaType: 'audio/wav' });
    await index.set(key, stored);
    return { ...stored, path: await assets.playable(stored.hash), cached: false };
  };

  return {
    async renderSpeech({ text, voice, language }) {
      const spoken = spokenText(text);
      const name = localVoice(voice, language).id.slice('local:'.length);
      const key = keyOf(name, spoken);
      const running = rendering.get(key) ?? render(key, name, spoken).finally(() => rendering.delete(key));
      rendering.set(key, running);
      return running;
    },
  };
}
