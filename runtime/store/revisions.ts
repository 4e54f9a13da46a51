import { and, desc, eq, max } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Flow } from '#runtime/flow/schema';
import { notifyChanged } from './changes.ts';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { draftConflict, getDraft } from './drafts.ts';
import { flows, requireFlow } from './flows.ts';
import { secretNamesIn } from './secret-names.ts';
import { StoreError } from './store-error.ts';
import { users } from './users.ts';

/** Everything a revision depends on, fixed at publish, so that it runs tomorrow as it did today. */
export interface Pins {
  /** Revision number of each sub-flow, by flow id. */
  readonly flows: Readonly<Record<string, number>>;
  /** Version of each step, by its type. */
  readonly steps: Readonly<Record<string, number>>;
  /** Hashes of the sounds it plays. */
  readonly assets: readonly string[];
}

/** Published flows. A trigger refuses every update: a call is pinned to the revision it started on. */
export const revisions = pgTable(
  'revisions',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    number: integer('number').notNull(),
    flow: jsonb('flow').$type<Flow>().notNull(),
    pins: jsonb('pins').$type<Pins>().notNull(),
    note: text('note').notNull().default(''),
    publishedAt: moment('published_at').notNull().defaultNow(),
    publishedBy: uuid('published_by')
      .notNull()
      .references(() => users.id),
    /** Set when this revision is the content of an older one, published again. */
    restoredFrom: integer('restored_from'),
    secrets: secretNamesIn('flow'),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.number] })],
);

const listed = {
  number: revisions.number,
  note: revisions.note,
  publishedAt: revisions.publishedAt,
  publishedBy: users.name,
  restoredFrom: revisions.restoredFrom,
};
export interface RevisionInfo {
  readonly number: number;
  readonly note: string;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly restoredFrom: number | null;
}
export interface Revision extends RevisionInfo {
  readonly flow: Flow;
  readonly pins: Pins;
}

export interface NewRevision {
  readonly flow: Flow;
  readonly pins: Pins;
  readonly note: string;
  readonly by: string;
  /** Version of the draft that was checked: publishing is refused if the draft has moved on since. */
  readonly draftVersion?: number;
  readonly restoredFrom?: number;
}

/** Publishes a flow under its next number, in one transaction. Two at once get two numbers. */
export async function publishRevision(db: Db, revision: NewRevision): Promise<number> {
  const flowId = revision.flow.id;
  return db.transaction(async (tx) => {
    await requireFlow(tx, flowId, true);
    if (revision.draftVersion !== undefined) {
      const draft = await getDraft(tx, flowId);
      if (draft.version !== revision.draftVersion) throw await draftConflict(tx, flowId, revision.draftVersion);
    }
    const [last] = await tx
      .select({ number: max(revisions.number) })
      .from(revisions)
      .where(eq(revisions.flowId, flowId));
    const number = (last?.number ?? 0) + 1;
    await tx.insert(revisions).values({
      flowId,
      number,
      flow: revision.flow,
      pins: revision.pins,
      note: revision.note,
      publishedBy: revision.by,
      restoredFrom: revision.restoredFrom ?? null,
    });
    await notifyChanged(tx);
    return number;
  });
}

export const listRevisions = (db: Db, flowId: string): Promise<RevisionInfo[]> =>
  db
    .select(listed)
    .from(revisions)
    .innerJoin(users, eq(users.id, revisions.publishedBy))
    .where(eq(revisions.flowId, flowId))
    .orderBy(desc(revisions.number));

/** One revision; throws `revision-unknown`. A flow in the bin keeps its revisions. */
export async function getRevision(db: Db, flowId: string, number: number): Promise<Revision> {
  const [revision] = await db
    .select({ ...listed, flow: revisions.flow, pins: revisions.pins })
    .from(revisions)
    .innerJoin(users, eq(users.id, revisions.publishedBy))
    .where(and(eq(revisions.flowId, flowId), eq(revisions.number, number)));
  if (!revision) throw new StoreError('revision-unknown', `Flow '${flowId}' has no revision ${number}.`);
  return revision;
}

/** The revision that new calls of a flow run on; undefined before the first publish. */
export async function currentRevision(db: Db, flowId: string): Promise<Revision | undefined> {
  const [revision] = await db
    .select({ ...listed, flow: revisions.flow, pins: revisions.pins })
    .from(revisions)
    .innerJoin(users, eq(users.id, revisions.publishedBy))
    .where(eq(revisions.flowId, flowId))
    .orderBy(desc(revisions.number))
    .limit(1);
  return revision;
}
