import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Flow } from '#runtime/flow/schema';
import { moment } from './columns.ts';
import type { Db } from './database.ts';
import { type FlowChanges, flowChanges } from './flow-changes.ts';
import { flows, flowUnknown, requireFlow } from './flows.ts';
import { secretNamesIn } from './secret-names.ts';
import { StoreError } from './store-error.ts';
import { users } from './users.ts';

/** The state of a flow that is being edited: one a flow. `version` counts its saves. */
export const drafts = pgTable('drafts', {
  flowId: text('flow_id')
    .primaryKey()
    .references(() => flows.id),
  flow: jsonb('flow').$type<Flow>().notNull(),
  version: integer('version').notNull(),
  savedAt: moment('saved_at').notNull().defaultNow(),
  savedBy: uuid('saved_by')
    .notNull()
    .references(() => users.id),
  secrets: secretNamesIn('flow'),
});

/** Who changed what in the latest saves: what a conflict tells. */
export const draftSaves = pgTable(
  'draft_saves',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    version: integer('version').notNull(),
    savedAt: moment('saved_at').notNull(),
    savedBy: uuid('saved_by')
      .notNull()
      .references(() => users.id),
    changes: jsonb('changes').$type<FlowChanges>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.version] })],
);
const KEPT_SAVES = 500;

export interface Draft {
  readonly flow: Flow;
  readonly version: number;
  readonly savedAt: Date;
  readonly savedBy: string;
}

export interface DraftSave {
  readonly version: number;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly changes: FlowChanges;
}

export async function getDraft(db: Db, flowId: string): Promise<Draft> {
  const [draft] = await db
    .select({ flow: drafts.flow, version: drafts.version, savedAt: drafts.savedAt, savedBy: users.name })
    .from(drafts)
    .innerJoin(users, eq(users.id, drafts.savedBy))
    .where(eq(drafts.flowId, flowId));
  if (!draft) throw flowUnknown(flowId);
  return draft;
}

async function savesSince(db: Db, flowId: string, version: number): Promise<DraftSave[]> {
  const rows = await db
    .select({
      version: draftSaves.version,
      savedAt: draftSaves.savedAt,
      savedBy: users.name,
      changes: draftSaves.changes,
    })
    .from(draftSaves)
    .innerJoin(users, eq(users.id, draftSaves.savedBy))
    .where(and(eq(draftSaves.flowId, flowId), gt(draftSaves.version, version)))
    .orderBy(asc(draftSaves.version));
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}

/** The conflict of a save that was based on an older version. Its `details` hold every save since, oldest first. */
export async function draftConflict(db: Db, flowId: string, basedOn: number): Promise<StoreError> {
  const current = await getDraft(db, flowId);
  const saves = await savesSince(db, flowId, basedOn);
  const names = [...new Set(saves.map((save) => save.savedBy))].join(', ') || current.savedBy;
  return new StoreError(
    'draft-conflict',
    `${names} changed this draft meanwhile (last ${current.savedAt.toISOString()}): it is at version ${current.version}, yours is based on ${basedOn}.`,
    {
      fix: 'Load the draft, put your changes on top of it, and save again. Nothing was overwritten.',
      details: {
        version: current.version,
        basedOn,
        saves: saves.map((save) => ({ ...save, changes: { ...save.changes } })),
      },
    },
  );
}

/** Saves a draft that was based on version `basedOn`; throws `draft-conflict` if there is a newer one. */
export async function saveDraft(
  db: Db,
  save: { readonly flow: Flow; readonly basedOn: number; readonly by: string },
): Promise<{ readonly version: number; readonly savedAt: Date }> {
  const flowId = save.flow.id;
  return db.transaction(async (tx) => {
    await requireFlow(tx, flowId, true);
    const before = await getDraft(tx, flowId);
    if (before.version !== save.basedOn) throw await draftConflict(tx, flowId, save.basedOn);
    const version = before.version + 1;
    const [saved] = await tx
      .update(drafts)
      .set({ flow: save.flow, version, savedAt: sql`now()`, savedBy: save.by })
      .where(eq(drafts.flowId, flowId))
      .returning({ version: drafts.version, savedAt: drafts.savedAt });
    if (!saved) throw flowUnknown(flowId);
    await tx.insert(draftSaves).values({
      flowId,
      version,
      savedAt: saved.savedAt,
      savedBy: save.by,
      changes: flowChanges(before.flow, save.flow),
    });
    await tx
      .delete(draftSaves)
      .where(and(eq(draftSaves.flowId, flowId), lte(draftSaves.version, version - KEPT_SAVES)));
    await tx.update(flows).set({ name: save.flow.name, updatedAt: sql`now()` }).where(eq(flows.id, flowId));
    return saved;
  });
}
