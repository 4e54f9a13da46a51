import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Flow } from '#runtime/flow/schema';
import type { Db } from './database.ts';
import { drafts } from './drafts.ts';
import { extensions } from './extensions.ts';
import { type FlowRow, flows, flowUnknown, requireFlow } from './flows.ts';
import { revisions } from './revisions.ts';
import { StoreError } from './store-error.ts';

export interface FlowInfo extends FlowRow {
  /** Number of the revision that new calls run on; null before the first publish. */
  readonly revision: number | null;
  readonly draftVersion: number;
  /** The draft is not what new calls run on. */
  readonly changed: boolean;
  readonly extensions: string[];
}

/** Makes a flow with its first draft; throws `flow-exists` if its id is taken, also by one in the bin. */
export async function createFlow(
  db: Db,
  flow: Flow,
  options: { readonly folder?: string; readonly by: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const made = await tx
      .insert(flows)
      .values({ id: flow.id, name: flow.name, folder: options.folder ?? '' })
      .onConflictDoNothing()
      .returning({ id: flows.id });
    if (made.length === 0)
      throw new StoreError('flow-exists', `There is a flow '${flow.id}' already.`, {
        fix: 'Choose another id; the flow may also be in the bin, from where it can be restored.',
      });
    await tx.insert(drafts).values({ flowId: flow.id, flow, version: 1, savedBy: options.by });
  });
}

const info = (db: Db) =>
  db
    .select({
      id: flows.id,
      name: flows.name,
      folder: flows.folder,
      createdAt: flows.createdAt,
      updatedAt: flows.updatedAt,
      deletedAt: flows.deletedAt,
      draftVersion: drafts.version,
      revision: sql<
        number | null
      >`(select max(${revisions.number}) from ${revisions} where ${revisions.flowId} = ${flows.id})`,
      changed: sql<boolean>`${drafts.flow} is distinct from (
        select ${revisions.flow} from ${revisions} where ${revisions.flowId} = ${flows.id}
        order by ${revisions.number} desc limit 1)`,
      extensions: sql<
        string[]
      >`array(select ${extensions.extension} from ${extensions} where ${extensions.flowId} = ${flows.id} order by 1)`,
    })
    .from(flows)
    .innerJoin(drafts, eq(drafts.flowId, flows.id));

/** All flows by name: those in use, or those in the bin. */
export const listFlows = (db: Db, options: { readonly bin: boolean }): Promise<FlowInfo[]> =>
  info(db)
    .where(options.bin ? isNotNull(flows.deletedAt) : isNull(flows.deletedAt))
    .orderBy(asc(flows.name), asc(flows.id));

export async function getFlow(db: Db, id: string): Promise<FlowInfo> {
  const [flow] = await info(db).where(eq(flows.id, id));
  if (!flow) throw flowUnknown(id);
  return flow;
}

/** Puts a flow in the bin; throws `flow-in-use` while an extension leads to it. Running calls are not touched. */
export async function binFlow(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await requireFlow(tx, id, true);
    const used = await tx.select().from(extensions).where(eq(extensions.flowId, id));
    if (used.length > 0) {
      const names = used.map((row) => row.extension);
      throw new StoreError('flow-in-use', `Flow '${id}' answers ${names.join(', ')}.`, {
        fix: 'Give these extensions another flow first.',
        details: { extensions: names },
      });
    }
    await tx.update(flows).set({ deletedAt: sql`now()` }).where(eq(flows.id, id));
  });
}

export async function restoreFlow(db: Db, id: string): Promise<void> {
  const restored = await db
    .update(flows)
    .set({ deletedAt: null })
    .where(and(eq(flows.id, id), isNotNull(flows.deletedAt)))
    .returning({ id: flows.id });
  if (restored.length === 0) throw flowUnknown(id);
}
