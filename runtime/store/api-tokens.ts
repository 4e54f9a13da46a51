import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { newToken, tokenHash } from './token.ts';
import { type User, users } from './users.ts';

/** Tokens for programs. Only their hash is kept; a token is shown once, when it is made. */
export const apiTokens = pgTable('api_tokens', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  hash: text('hash').notNull().unique(),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  createdAt: moment('created_at').notNull().defaultNow(),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
});

const shown = {
  id: apiTokens.id,
  name: apiTokens.name,
  createdAt: apiTokens.createdAt,
  lastUsedAt: apiTokens.lastUsedAt,
  revokedAt: apiTokens.revokedAt,
};
export type ApiToken = { [K in keyof typeof shown]: (typeof apiTokens.$inferSelect)[K] };

/** The prefix lets a person, and a scanner of leaked secrets, see what it is. */
const PREFIX = 'patchcord_';

export async function createApiToken(
  db: Db,
  userId: string,
  name: string,
): Promise<{ readonly token: string; readonly row: ApiToken }> {
  const token = PREFIX + newToken();
  const [row] = await db
    .insert(apiTokens)
    .values({ name, userId, hash: tokenHash(token) })
    .returning(shown);
  return { token, row: row as ApiToken };
}

export const listApiTokens = (db: Db, userId: string): Promise<ApiToken[]> =>
  db.select(shown).from(apiTokens).where(eq(apiTokens.userId, userId)).orderBy(desc(apiTokens.createdAt));

/** The user a token stands for. `lastUsedAt` is kept to the minute, to spare a write a request. */
export async function userOfApiToken(
  db: Db,
  token: string,
): Promise<{ readonly id: string; readonly user: User } | undefined> {
  const [row] = await db
    .select({ id: apiTokens.id, lastUsedAt: apiTokens.lastUsedAt, user: users })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.hash, tokenHash(token)), isNull(apiTokens.revokedAt)));
  if (!row) return undefined;
  await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(eq(apiTokens.id, row.id), sql`coalesce(${apiTokens.lastUsedAt}, 'epoch') < now() - interval '1 minute'`),
    );
  return { id: row.id, user: row.user };
}

export async function revokeApiToken(db: Db, userId: string, id: string): Promise<boolean> {
  const revoked = await db
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return revoked.length > 0;
}
