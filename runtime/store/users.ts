import { eq, sql } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import type { Db } from './database.ts';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  role: text('role', { enum: ['owner'] }).notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});
export type User = typeof users.$inferSelect;

/** The owner, made when there is none yet. Two runtimes that start at once agree on one. */
export async function ensureOwner(db: Db, name = 'owner'): Promise<User> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('patchcord.owner'))`);
    const [known] = await tx.select().from(users).where(eq(users.role, 'owner')).limit(1);
    if (known) return known;
    const [made] = await tx.insert(users).values({ name, role: 'owner' }).returning();
    return made as User;
  });
}

export async function getUser(db: Db, id: string): Promise<User | undefined> {
  const [user] = await db.select().from(users).where(eq(users.id, id));
  return user;
}
