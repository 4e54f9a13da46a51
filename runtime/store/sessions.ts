import { and, eq, gt, lt } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { newToken, tokenHash } from './token.ts';
import { type User, users } from './users.ts';

/** Signed-in browsers. Only the hash of the cookie is kept. */
export const sessions = pgTable('sessions', {
  hash: text('hash').primaryKey(),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  createdAt: moment('created_at').notNull().defaultNow(),
  expiresAt: moment('expires_at').notNull(),
});

export const SESSION_MS = 30 * 24 * 3_600_000;

/** Opens a session and gives the value of its cookie. */
export async function openSession(db: Db, userId: string, now: number): Promise<string> {
  const token = newToken();
  await db.delete(sessions).where(lt(sessions.expiresAt, new Date(now)));
  await db.insert(sessions).values({ hash: tokenHash(token), userId, expiresAt: new Date(now + SESSION_MS) });
  return token;
}

export async function userOfSession(db: Db, token: string, now: number): Promise<User | undefined> {
  const [row] = await db
    .select({ user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.hash, tokenHash(token)), gt(sessions.expiresAt, new Date(now))));
  return row?.user;
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.hash, tokenHash(token)));
}
