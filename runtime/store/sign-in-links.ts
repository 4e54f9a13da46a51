import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { newToken, tokenHash } from './token.ts';
import { users } from './users.ts';

/** Links that sign a person in once. Only the hash of their token is kept. */
export const signInLinks = pgTable('sign_in_links', {
  hash: text('hash').primaryKey(),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

export const LINK_MS = 15 * 60_000;

export async function createSignInLink(
  db: Db,
  userId: string,
  now: number,
): Promise<{ readonly token: string; readonly expiresMs: number }> {
  const token = newToken();
  const expiresMs = now + LINK_MS;
  await db.delete(signInLinks).where(lt(signInLinks.expiresAt, new Date(now)));
  await db.insert(signInLinks).values({ hash: tokenHash(token), userId, expiresAt: new Date(expiresMs) });
  return { token, expiresMs };
}

/** Uses a link up. One statement, so that of two uses at once only one gets the user. */
export async function useSignInLink(db: Db, token: string, now: number): Promise<string | undefined> {
  const [used] = await db
    .update(signInLinks)
    .set({ usedAt: new Date(now) })
    .where(
      and(eq(signInLinks.hash, tokenHash(token)), isNull(signInLinks.usedAt), gt(signInLinks.expiresAt, new Date(now))),
    )
    .returning({ userId: signInLinks.userId });
  return used?.userId;
}
