import { and, eq, isNotNull, lt, notInArray } from 'drizzle-orm';
import type { Db } from './database.ts';
import { draftSaves, drafts, getDraft, saveDraft } from './drafts.ts';
import { extensions } from './extensions.ts';
import { flows, flowUnknown, requireFlow } from './flows.ts';
import { revisions } from './revisions.ts';
import { StoreError } from './store-error.ts';

/** Renames a flow, which is a save of its draft, or puts it in another folder, which is none. */
export async function changeFlow(
  db: Db,
  id: string,
  change: { readonly name?: string | undefined; readonly folder?: string | undefined },
  by: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await requireFlow(tx, id, true);
    const { name, folder } = change;
    const draft = await getDraft(tx, id);
    if (name !== undefined && name !== draft.flow.name)
      await saveDraft(tx, { flow: { ...draft.flow, name }, basedOn: draft.version, by });
    if (folder !== undefined) await tx.update(flows).set({ folder }).where(eq(flows.id, id));
  });
}

/**
 * Removes a flow that is in the bin, with its draft and its revisions; its calls stay. Throws `flow-in-use` for one that
 * is not in the bin.
 */
export async function deleteForever(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.select().from(flows).where(eq(flows.id, id)).for('update');
    if (!row) throw flowUnknown(id);
    if (row.deletedAt === null)
      throw new StoreError('flow-in-use', `Flow '${id}' is not in the bin.`, { fix: 'Put it in the bin first.' });
    await tx.delete(draftSaves).where(eq(draftSaves.flowId, id));
    await tx.delete(drafts).where(eq(drafts.flowId, id));
    await tx.delete(revisions).where(eq(revisions.flowId, id));
    await tx.delete(extensions).where(eq(extensions.flowId, id));
    await tx.delete(flows).where(eq(flows.id, id));
  });
}

/** Ids of the flows that are in the bin since before a moment, but for those that are still needed. */
export async function binnedBefore(db: Db, before: Date, except: readonly string[] = []): Promise<string[]> {
  const old = and(isNotNull(flows.deletedAt), lt(flows.deletedAt, before));
  const rows = await db
    .select({ id: flows.id })
    .from(flows)
    .where(except.length === 0 ? old : and(old, notInArray(flows.id, [...except])));
  return rows.map((row) => row.id);
}
