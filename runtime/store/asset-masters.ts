import { getAsset, putAsset } from './assets.ts';
import type { Db } from './database.ts';

interface Master {
  readonly bytes: Buffer;
  readonly mediaType: 'audio/wav';
  readonly durationMs: number;
}

/** The sounds of Postgres as the masters of a node's asset store: every node plays the same ones. */
export function databaseMasters(db: Db): {
  put(hash: string, master: Master): Promise<void>;
  get(hash: string): Promise<Master | undefined>;
} {
  return {
    async put(_hash, { bytes, mediaType, durationMs }) {
      await putAsset(db, { content: bytes, mediaType, durationMs, origin: {} });
    },
    async get(hash) {
      const asset = await getAsset(db, hash);
      return asset && { bytes: asset.content, mediaType: 'audio/wav', durationMs: asset.durationMs };
    },
  };
}
