import type { AssetMasters } from '#runtime/speech/asset-store';
import { databaseMasters } from '#runtime/store/asset-masters';
import type { Db } from '#runtime/store/database';

/**
 * Where the sounds of calls come from. What people uploaded is in Postgres, which all nodes share; what a voice spoke
 * stays in this machine's folder, for any machine can speak it again.
 */
export function storeMasters(db: Db, spoken: AssetMasters): AssetMasters {
  const uploaded = databaseMasters(db);
  return {
    put: (hash, asset) => spoken.put(hash, asset),
    get: async (hash) => (await spoken.get(hash)) ?? uploaded.get(hash),
  };
}
