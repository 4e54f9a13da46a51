import type { AssetMasters } from '#runtime/speech/asset-store';
import { getAsset } from '#runtime/store/assets';
import type { Db } from '#runtime/store/database';

/**
 * Where the sounds of calls come from. What people uploaded is in Postgres, which all nodes share; what a voice spoke
 * stays in this machine's folder, for any machine can speak it again.
 */
export function storeMasters(db: Db, spoken: AssetMasters): AssetMasters {
  return {
    put: (hash, asset) => spoken.put(hash, asset),
    async get(hash) {
      const here = await spoken.get(hash);
      if (here !== undefined) return here;
      const asset = await getAsset(db, hash);
      return asset && { bytes: Buffer.from(asset.content), mediaType: 'audio/wav', durationMs: asset.durationMs };
    },
  };
}
