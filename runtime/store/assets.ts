import { createHash } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import { customType, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { JsonObject } from '#runtime/flow/json';
import type { AssetHash } from '#runtime/flow/prompt';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Sounds by the hash of their content, kept in Postgres so that all nodes share one store. Never changed. */
export const assets = pgTable('assets', {
  hash: text('hash').primaryKey(),
  mediaType: text('media_type').notNull(),
  bytes: integer('bytes').notNull(),
  durationMs: integer('duration_ms').notNull(),
  /** Where it came from: `{ "file": "hello.wav", "by": ... }` or `{ "say": ..., "voice": ... }`. */
  origin: jsonb('origin').$type<JsonObject>().notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  content: bytea('content').notNull(),
});

const described = {
  hash: assets.hash,
  mediaType: assets.mediaType,
  bytes: assets.bytes,
  durationMs: assets.durationMs,
  origin: assets.origin,
  createdAt: assets.createdAt,
};
export type AssetInfo = Omit<typeof assets.$inferSelect, 'content'>;
export type Asset = typeof assets.$inferSelect;

export interface NewAsset {
  readonly content: Buffer;
  readonly mediaType: string;
  readonly durationMs: number;
  readonly origin: JsonObject;
}

export const assetHash = (content: Uint8Array): AssetHash =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** Keeps a sound and gives its hash; the same bytes again change nothing. */
export async function putAsset(db: Db, asset: NewAsset): Promise<AssetInfo> {
  const hash = assetHash(asset.content);
  await db
    .insert(assets)
    .values({ ...asset, hash, bytes: asset.content.length })
    .onConflictDoNothing();
  const [info] = await db.select(described).from(assets).where(eq(assets.hash, hash));
  return info as AssetInfo;
}

export async function getAsset(db: Db, hash: string): Promise<Asset | undefined> {
  const [asset] = await db.select().from(assets).where(eq(assets.hash, hash));
  return asset;
}

export const listAssets = (db: Db, limit: number): Promise<AssetInfo[]> =>
  db.select(described).from(assets).orderBy(desc(assets.createdAt), assets.hash).limit(limit);
