import { expect, test } from 'vitest';
import { startJobs } from '#runtime/jobs/jobs';
import { purgeBin, purgeJobs, purgeRecordings, purgeTraces } from '#runtime/purge-jobs';
import { CallWriter } from '#runtime/store/call-writer';
import { binFlow, createFlow, listFlows, restoreFlow } from '#runtime/store/manage-flows';
import { putMessage } from '#runtime/store/messages';
import { recordingsOf } from '#runtime/store/recordings';
import { listRefusedCalls, putRefusedCall } from '#runtime/store/refused-calls';
import { publishRevision } from '#runtime/store/revisions';
import { getSipTrace, putSipTrace } from '#runtime/store/sip-traces';
import { endedCall } from './support/call-record.ts';
import { smallFlow, type TestStore, useStore } from './support/store.ts';
import { until } from './support/supervisor.ts';

const newStore = useStore();
const quiet = { warn: () => {}, error: () => {} };
const DAY = 86_400_000;
const NOW = Date.UTC(2030, 5, 15, 12);

function partsOf(store: TestStore, more: { flowsInCalls?: () => string[]; now?: () => number } = {}) {
  const removed: string[] = [];
  const parts = {
    db: store.db,
    nodeName: 'node-1',
    flowsInCalls: () => [] as string[],
    removeFile: async ({ fileKey }: { fileKey: string }) => void removed.push(fileKey),
    ...more,
  };
  return { parts, removed };
}

test('a flow leaves the bin for good after 30 days, unless a call runs on it', async () => {
  const store = await newStore();
  for (const id of ['kept', 'fresh', 'old', 'in-call', 'restored']) {
    await createFlow(store.db, smallFlow(id), { by: store.owner.id });
    if (id !== 'kept') await binFlow(store.db, id);
  }
  await restoreFlow(store.db, 'restored');
  await store.pool.query(`update flows set deleted_at = now() - interval '31 days' where id in ('old', 'in-call')`);
  await store.pool.query(`update flows set deleted_at = now() - interval '29 days' where id = 'fresh'`);
  const { parts } = partsOf(store, { flowsInCalls: () => ['in-call'] });
  expect(await purgeBin(parts)).toEqual(['old']);
  expect((await listFlows(store.db, { bin: true })).map(({ id }) => id)).toEqual(['fresh', 'in-call']);
  expect((await listFlows(store.db, { bin: false })).map(({ id }) => id)).toEqual(['kept', 'restored']);
});

async function withRecordings(store: TestStore): Promise<void> {
  const flow = (retentionDays: number) => smallFlow('f', { recording: { calls: 'always', retentionDays } });
  await createFlow(store.db, flow(10), { by: store.owner.id });
  const publish = (days: number) =>
    publishRevision(store.db, {
      flow: flow(days),
      pins: { flows: {}, steps: {}, assets: [] },
      note: '',
      by: store.owner.id,
    });
  await publish(60);
  await publish(10);
  await publish(20);
  const writer = new CallWriter({ pool: store.pool, log: quiet });
  const keep = (id: string, days: number, revision: number, flowId = 'f', nodeName = 'node-1') => {
    writer.call(endedCall(id, { flowId, revision, startedMs: NOW - days * DAY }));
    writer.recording({
      id: `${id}-r`,
      callId: id,
      kind: 'call',
      nodeId: null,
      nodeName,
      fileKey: `${id}.wav`,
      mediaType: 'audio/wav',
      durationMs: 1,
      bytes: 1,
      sha256: 'x',
      complete: true,
    });
  };
  // Revision 1 kept 60 days and revision 2 kept 10; 20 is what is set now.
  keep('r1-of-19', 19, 1);
  keep('r1-of-21', 21, 1);
  keep('r2-of-9', 9, 2);
  keep('r2-of-11', 11, 2);
  keep('unpublished-of-29', 29, 0, 'other');
  keep('unpublished-of-31', 31, 0, 'other');
  keep('elsewhere', 400, 1, 'f', 'node-2');
  await writer.flush();
  await writer.close();
}

test('audio is deleted when the time of its flow is over: the shorter of then and now', async () => {
  const store = await newStore();
  await withRecordings(store);
  const { parts, removed } = partsOf(store, { now: () => NOW });
  expect(await purgeRecordings(parts)).toBe(3);
  expect(removed.sort()).toEqual(['r1-of-21.wav', 'r2-of-11.wav', 'unpublished-of-31.wav']);
  expect(await recordingsOf(store.db, 'r1-of-21')).toEqual([]);
  expect(await recordingsOf(store.db, 'r1-of-19')).toHaveLength(1);
  expect(await recordingsOf(store.db, 'elsewhere')).toHaveLength(1);
  const { rows } = await store.pool.query('select count(*)::int as calls from calls');
  expect(rows).toEqual([{ calls: 7 }]);
  expect(await purgeRecordings(parts)).toBe(0);
});

test('the audio of a message in a mailbox stays', async () => {
  const store = await newStore();
  await withRecordings(store);
  await putMessage(store.db, {
    id: 'r2-of-11-r',
    mailbox: 'Main',
    callId: 'r2-of-11',
    flowId: 'f',
    nodeId: 'box',
    callerNumber: '1',
    callerName: '',
    createdAt: new Date(NOW),
    durationMs: 1,
    emailState: 'none',
  });
  const { parts, removed } = partsOf(store, { now: () => NOW });
  await purgeRecordings(parts);
  expect(removed.sort()).toEqual(['r1-of-21.wav', 'unpublished-of-31.wav']);
});

test('a file that can not be deleted stays named, and is tried again', async () => {
  const store = await newStore();
  await withRecordings(store);
  const { parts, removed } = partsOf(store, { now: () => NOW });
  const failing = { ...parts, removeFile: () => Promise.reject(new Error('disk is read-only')) };
  await expect(purgeRecordings(failing)).rejects.toThrow('read-only');
  expect(await purgeRecordings(parts)).toBe(3);
  expect(removed).toHaveLength(3);
});

test('both are done by themselves, as daily jobs', async () => {
  const store = await newStore();
  await withRecordings(store);
  await createFlow(store.db, smallFlow('old'), { by: store.owner.id });
  await binFlow(store.db, 'old');
  await store.pool.query(`update flows set deleted_at = now() - interval '31 days' where id = 'old'`);
  const { parts, removed } = partsOf(store, { now: () => NOW + 40 * 365 * DAY });
  const jobs = await startJobs({ pool: store.pool, kinds: purgeJobs(parts), log: quiet });
  try {
    const done = async () => removed.length === 6 && (await listFlows(store.db, { bin: true })).length === 0;
    await until('both are done', done, 20_000);
  } finally {
    await jobs.stop();
  }
});

test('SIP messages, and calls that reached no flow, are gone after 30 days', async () => {
  const store = await newStore();
  const refusedFrom = (sourceAddress: string, days: number) =>
    putRefusedCall(store.db, {
      at: new Date(NOW - days * DAY),
      caller: '',
      dialled: '900',
      number: null,
      trunkId: null,
      sourceAddress,
      status: 401,
      finding: {
        code: 'unlisted-address',
        severity: 'info',
        title: '',
        evidence: [],
        cause: '',
        fix: '',
        at: new Date(NOW).toISOString(),
      },
    });
  for (const id of ['old', 'fresh']) await putSipTrace(store.db, id, Buffer.from([1, 2]));
  await store.pool.query(`update sip_traces set created_at = $1 where call_id = 'old'`, [new Date(NOW - 31 * DAY)]);
  await store.pool.query(`update sip_traces set created_at = $1 where call_id = 'fresh'`, [new Date(NOW - 29 * DAY)]);
  await refusedFrom('192.0.2.1', 31);
  await refusedFrom('192.0.2.2', 31);
  await refusedFrom('192.0.2.2', 1);
  await purgeTraces({ db: store.db, now: () => NOW });
  expect(await getSipTrace(store.db, 'old')).toBeUndefined();
  expect(await getSipTrace(store.db, 'fresh')).toEqual(Buffer.from([1, 2]));
  const left = await listRefusedCalls(store.db, {}, 10);
  expect(left.map(({ sourceAddress, count }) => [sourceAddress, count])).toEqual([['192.0.2.2', 2]]);
});
