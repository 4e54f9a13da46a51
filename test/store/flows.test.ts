import { describe, expect, it } from 'vitest';
import { openStore } from '#runtime/store/database';
import { getDraft, saveDraft } from '#runtime/store/drafts';
import { assignExtension, flowOfExtension, removeExtension } from '#runtime/store/extensions';
import { binFlow, createFlow, getFlow, listFlows, restoreFlow } from '#runtime/store/manage-flows';
import { migrateStore } from '#runtime/store/migrate';
import { currentRevision, getRevision, listRevisions, publishRevision } from '#runtime/store/revisions';
import { sqlState } from '#runtime/store/store-error';
import { ensureOwner, users } from '#runtime/store/users';
import { smallFlow, useDatabase, useStore } from '../support/store.ts';

const newStore = useStore();
const newDatabase = useDatabase();
const pins = { flows: {}, steps: { 'incoming-call': 1 }, assets: [] };

describe('the tables', () => {
  it('come up when two runtimes start at once', async () => {
    const url = await newDatabase();
    const stores = [openStore({ url }), openStore({ url })];
    await Promise.all(stores.map((store) => migrateStore(store.pool)));
    const owners = await Promise.all(stores.map((store) => ensureOwner(store.db)));
    expect(owners[0]?.id).toBe(owners[1]?.id);
    await migrateStore(stores[0]!.pool);
    await Promise.all(stores.map((store) => store.close()));
  });
});

describe('a flow', () => {
  it('is listed with its draft, its revision and its extensions', async () => {
    const { db, owner } = await newStore();
    await createFlow(db, smallFlow('reception', { name: 'Reception' }), { by: owner.id, folder: 'Front' });
    await assignExtension(db, '100', 'reception');
    const [flow] = await listFlows(db, { bin: false });
    expect(flow).toMatchObject({
      id: 'reception',
      name: 'Reception',
      folder: 'Front',
      draftVersion: 1,
      revision: null,
    });
    expect(flow?.extensions).toEqual(['100']);
  });

  it('can not take an id that is taken', async () => {
    const { db, owner } = await newStore();
    await createFlow(db, smallFlow('a'), { by: owner.id });
    await expect(createFlow(db, smallFlow('a'), { by: owner.id })).rejects.toMatchObject({ code: 'flow-exists' });
  });

  it('goes to the bin and comes back, but not while an extension leads to it', async () => {
    const { db, owner } = await newStore();
    await createFlow(db, smallFlow('a'), { by: owner.id });
    await assignExtension(db, '100', 'a');
    expect(await flowOfExtension(db, '100')).toBe('a');
    await expect(binFlow(db, 'a')).rejects.toMatchObject({ code: 'flow-in-use', details: { extensions: ['100'] } });
    await removeExtension(db, '100');
    await binFlow(db, 'a');
    expect(await listFlows(db, { bin: false })).toEqual([]);
    expect(await listFlows(db, { bin: true })).toHaveLength(1);
    await expect(assignExtension(db, '100', 'a')).rejects.toMatchObject({ code: 'flow-unknown' });
    await restoreFlow(db, 'a');
    expect(await listFlows(db, { bin: false })).toHaveLength(1);
  });
});

describe('a draft', () => {
  it('refuses the second of two saves that began at the same version, and says who changed what', async () => {
    const { db, owner } = await newStore();
    const [bo] = await db.insert(users).values({ name: 'Bo', role: 'owner' }).returning();
    const flow = smallFlow('a');
    await createFlow(db, flow, { by: owner.id });
    const [start, bye] = flow.nodes;
    const hers = smallFlow('a', { nodes: [start!, { ...bye!, label: 'Good bye' }] });
    const his = smallFlow('a', { name: 'Renamed', nodes: [start!] });
    await saveDraft(db, { flow: hers, basedOn: 1, by: owner.id });
    const conflict = await saveDraft(db, { flow: his, basedOn: 1, by: bo!.id }).catch((error) => error);
    expect(conflict).toMatchObject({ code: 'draft-conflict' });
    expect(conflict.message).toContain('Ada');
    expect(conflict.details).toMatchObject({
      version: 2,
      basedOn: 1,
      saves: [{ version: 2, savedBy: 'Ada', changes: { added: [], changed: ['bye'], removed: [], other: [] } }],
    });
    expect((await getDraft(db, 'a')).flow).toEqual(hers);
    await saveDraft(db, { flow: his, basedOn: 2, by: bo!.id });
    expect(await getDraft(db, 'a')).toMatchObject({ version: 3, savedBy: 'Bo', flow: his });
    expect(await getFlow(db, 'a')).toMatchObject({ name: 'Renamed', draftVersion: 3 });
  });

  it('loses none of ten saves at once: one wins, nine are told', async () => {
    const { db, owner } = await newStore();
    await createFlow(db, smallFlow('a'), { by: owner.id });
    const saves = Array.from({ length: 10 }, (_, n) =>
      saveDraft(db, { flow: smallFlow('a', { name: `name ${n}` }), basedOn: 1, by: owner.id }),
    );
    const results = await Promise.allSettled(saves);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'draft-conflict' });
    expect((await getDraft(db, 'a')).version).toBe(2);
  });
});

describe('a revision', () => {
  it('gets a number of its own when several are published at once', async () => {
    const { db, owner } = await newStore();
    await createFlow(db, smallFlow('a'), { by: owner.id });
    const publish = (note: string) => publishRevision(db, { flow: smallFlow('a'), pins, note, by: owner.id });
    const numbers = await Promise.all(['x', 'y', 'z', 'v', 'w'].map(publish));
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5]);
    expect((await listRevisions(db, 'a')).map((revision) => revision.number)).toEqual([5, 4, 3, 2, 1]);
    expect((await getFlow(db, 'a')).revision).toBe(5);
  });

  it('is not made of a draft that has moved on since it was checked', async () => {
    const { db, owner } = await newStore();
    await createFlow(db, smallFlow('a'), { by: owner.id });
    await saveDraft(db, { flow: smallFlow('a', { name: 'b' }), basedOn: 1, by: owner.id });
    const late = publishRevision(db, { flow: smallFlow('a'), pins, note: '', by: owner.id, draftVersion: 1 });
    await expect(late).rejects.toMatchObject({ code: 'draft-conflict' });
    expect(await currentRevision(db, 'a')).toBeUndefined();
  });

  it('comes back as a new revision, and is never changed itself', async () => {
    const { db, pool, owner } = await newStore();
    await createFlow(db, smallFlow('a'), { by: owner.id });
    const base = { pins, by: owner.id };
    await publishRevision(db, { ...base, flow: smallFlow('a', { name: 'first' }), note: 'one' });
    await publishRevision(db, { ...base, flow: smallFlow('a', { name: 'second' }), note: 'two' });
    const old = await getRevision(db, 'a', 1);
    expect(await publishRevision(db, { ...base, flow: old.flow, note: 'back', restoredFrom: 1 })).toBe(3);
    const now = await currentRevision(db, 'a');
    expect(now).toMatchObject({ number: 3, note: 'back', restoredFrom: 1, publishedBy: 'Ada', pins });
    expect(now?.flow.name).toBe('first');
    const change = await pool.query(`update revisions set note = 'x'`).catch((error) => error);
    expect(sqlState(change)).toBe('23001');
    await expect(getRevision(db, 'a', 9)).rejects.toMatchObject({ code: 'revision-unknown' });
  });
});
