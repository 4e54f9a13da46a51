import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { encodeALaw, encodeMuLaw } from './g711.ts';
import { resample } from './resample.ts';
import { SpeechError } from './speech-error.ts';
import { readWav, toBytes } from './wav.ts';

/** A stored file as it was put in (the master): its SHA-256 is the name it has everywhere. */
export type Asset = { readonly bytes: Buffer; readonly mediaType: 'audio/wav'; readonly durationMs: number };
export type StoredAsset = { readonly hash: string; readonly durationMs: number };

/** Where masters live. A folder on one machine; a shared store takes its place where several nodes run. */
export type AssetMasters = {
  /** Storing the same bytes again is no error. */
  put(hash: string, asset: Asset): Promise<void>;
  get(hash: string): Promise<Asset | undefined>;
};

export type AssetStore = {
  /** @throws SpeechError `asset-too-large`, `asset-not-wav`, `asset-unsupported`, `asset-empty`. */
  put(bytes: Uint8Array, options: { mediaType: string }): Promise<StoredAsset>;
  get(hash: string): Promise<Asset | undefined>;
  /**
   * Absolute path without extension, for Asterisk's `sound:` on this machine: beside it stand `.ulaw`, `.alaw` and
   * `.sln16`, of which Asterisk takes the one that costs the channel least.
   * @throws SpeechError `asset-missing`.
   */
  playable(hash: string): Promise<string>;
};

const MOST_BYTES = 25 * 1024 * 1024;
const WAV_TYPES = ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'];

const digitsOf = (hash: string): string => {
  const digits = /^sha256:([0-9a-f]{64})$/.exec(hash)?.[1];
  if (digits) return digits;
  throw new SpeechError('asset-hash-invalid', 'This is not the hash of an asset.', 'Use sha256: and 64 hex digits.');
};

const exists = (path: string) => stat(path).then(Boolean, () => false);

/** Others see the whole file or none, also when the machine stops in between. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const half = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    await writeFile(half, bytes, { mode: 0o600, flush: true });
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
}

/** Masters as files: `<folder>/ab/<hash digits>.master`. */
export function folderMasters(folder: string): AssetMasters {
  const pathOf = (hash: string) => {
    const digits = digitsOf(hash);
    return join(folder, digits.slice(0, 2), `${digits}.master`);
  };
  return {
    async put(hash, asset) {
      const path = pathOf(hash);
      if (!(await exists(path))) await writeWhole(path, asset.bytes);
    },
    async get(hash) {
      const bytes = await readFile(pathOf(hash)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return bytes && assetOf(bytes);
    },
  };
}

function assetOf(bytes: Buffer): Asset {
  const { samples, sampleRate } = readWav(bytes);
  return { bytes, mediaType: 'audio/wav', durationMs: Math.round((samples.length * 1000) / sampleRate) };
}

/**
 * Sounds by the hash of their content, with the files Asterisk plays kept in `folder` (made again when they are
 * missing). `masters` may be another place than the folder.
 */
export function openAssetStore(folder: string, masters: AssetMasters = folderMasters(folder)): AssetStore {
  const root = resolve(folder);
  const converting = new Map<string, Promise<void>>();

  const convert = async (hash: string, path: string) => {
    const asset = await masters.get(hash);
    if (!asset) {
      throw new SpeechError('asset-missing', `There is no asset ${hash}.`, 'Upload the recording again.');
    }
    const sound = readWav(asset.bytes);
    const wide = await resample(sound, 16_000);
    const narrow = await resample(sound, 8_000);
    await writeWhole(`${path}.sln16`, toBytes(wide.samples));
    await writeWhole(`${path}.alaw`, encodeALaw(narrow.samples));
    // Last: the file that says all of them are there.
    await writeWhole(`${path}.ulaw`, encodeMuLaw(narrow.samples));
  };

  const playable = async (hash: string) => {
    const digits = digitsOf(hash);
    const path = join(root, digits.slice(0, 2), digits);
    if (await exists(`${path}.ulaw`)) return path;
    const running = converting.get(hash) ?? convert(hash, path).finally(() => converting.delete(hash));
    converting.set(hash, running);
    await running;
    return path;
  };

  return {
    async put(bytes, { mediaType }) {
      if (bytes.length > MOST_BYTES) {
        throw new SpeechError(
          'asset-too-large',
          'The file is larger than 25 MB.',
          'Cut it, or save it at 16 kHz, mono.',
        );
      }
      if (!WAV_TYPES.includes(mediaType.split(';')[0]?.trim().toLowerCase() ?? '')) {
        throw new SpeechError('asset-unsupported', `Files of type "${mediaType}" can't be used.`, 'Upload a WAV file.');
      }
      const asset = assetOf(Buffer.from(bytes));
      const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      await masters.put(hash, asset);
      await playable(hash);
      return { hash, durationMs: asset.durationMs };
    },
    get: (hash) => masters.get(hash),
    playable,
  };
}
