import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CallWriter } from '#runtime/store/call-writer';
import { deleteCall, getCall, listCalls, openCalls } from '#runtime/store/calls';
import { openStore } from '#runtime/store/database';
import { migrateStore } from '#runtime/store/migrate';
import { recordingsOf } from '#runtime/store/recordings';
import { startPostgres } from '#runtime/supervisor/postgres';
import { findPostgres } from '#runtime/supervisor/postgres-install';
import { endedCall, startedCall } from '../support/call-record.ts';
import { useStore } from '../support/store.ts';

const newStore = useStore();
const quiet = { warn: () => {}, error: () => {} };
const recording = {
  id: 'r1',
  callId: 'c1',
  kind: 'step' as const,
  nodeId: 'voicemail',
  nodeName: 'node-1',
  fileKey: 'k1',
  mediaType: 'audio/wav',
  durationMs: 1_200,
  bytes: 19_244,
  sha256: 'a'.repeat(64),
  complete: true,
};

describe('a call', () => {
  it('is kept at its start and is whole after its end', async () => {
    const { db, pool } = await newStore();
    const writer = new CallWriter({ pool, log: quiet });
    writer.call(startedCall('c1'));
    await writer.flush();
    expect(await openCalls(db, 'node-1')).toEqual([startedCall('c1')]);
    writer.call(endedCall('c1'));
    writer.recording(recording);
    await writer.flush();
    expect(await openCalls(db, 'node-1')).toEqual([]);
    expect(await getCall(db, 'c1')).toEqual(endedCall('c1'));
    const [row] = await listCalls(db, {}, 10);
    expect(row).toEqual({
      id: 'c1',
      flowName: null,
      callerName: 'Ann',
      nodeId: 'start',
      flowId: 'reception',
      revision: 3,
      nodeName: 'node-1',
      direction: 'inbound',
      caller: '+4930123456',
      called: '100',
      test: false,
      startedAt: new Date(1_800_000_000_123),
      answeredAt: new Date(1_800_000_000_163),
      endedAt: new Date(1_800_000_009_123),
      endBy: 'caller',
      endCode: null,
    });
    expect(await recordingsOf(db, 'c1')).toEqual([{ ...recording, createdAt: expect.any(Date) }]);
    await deleteCall(db, 'c1');
    expect(await getCall(db, 'c1')).toBeUndefined();
    expect(await recordingsOf(db, 'c1')).toEqual([]);
  });

  it('stays ended when its start comes late', async () => {
    const { db, pool } = await newStore();
    const writer = new CallWriter({ pool, log: quiet });
    writer.call(endedCall('c1'));
    await writer.flush();
    writer.call(startedCall('c1'));
    await writer.flush();
    expect(await getCall(db, 'c1')).toEqual(endedCall('c1'));
  });

  it('shares one statement with the calls of the same 50 ms', async () => {
    const { db, pool } = await newStore();
    const query = vi.spyOn(pool, 'query');
    const writer = new CallWriter({ pool, log: quiet });
    for (let n = 0; n < 100; n += 1) writer.call(startedCall(`c${n}`));
    for (let n = 0; n < 100; n += 1) writer.call(endedCall(`c${n}`));
    await vi.waitFor(() => expect(writer.pending).toBe(0));
    await writer.close();
    expect(query).toHaveBeenCalledTimes(1);
    expect(await listCalls(db, {}, 200)).toHaveLength(100);
  });

  it('is kept although its caller sends what Postgres can not store', async () => {
    const { db, pool } = await newStore();
    const writer = new CallWriter({ pool, log: quiet });
    writer.call(endedCall('c1', { caller: { number: '1\u00002', name: '\ud800 \\u0000 "' } }));
    writer.call(endedCall('c2'));
    await writer.flush();
    expect((await getCall(db, 'c1'))?.caller).toEqual({ number: '1\ufffd2', name: '\ufffd \\u0000 "' });
    expect(await getCall(db, 'c2')).toEqual(endedCall('c2'));
  });

  it('that is alone is written at once; a stream of them by one batch a second', async () => {
    const { pool } = await newStore();
    const query = vi.spyOn(pool, 'query');
    const writer = new CallWriter({ pool, log: quiet });
    const before = performance.now();
    await new Promise<boolean>((resolve) => writer.call(endedCall('alone'), resolve));
    expect(performance.now() - before).toBeLessThan(500);
    for (let n = 0; n < 40; n += 1) {
      writer.call(endedCall(`c${n}`));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(query).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(writer.pending).toBe(0), 3_000);
    expect(query).toHaveBeenCalledTimes(2);
  });

  it('that Postgres refuses does not hold up the others', async () => {
    const { db, pool } = await newStore();
    const error = vi.fn();
    const writer = new CallWriter({ pool, log: { ...quiet, error } });
    writer.call(endedCall('c1'));
    writer.call(endedCall('c2', { revision: 1e12 }));
    writer.call(endedCall('c3'));
    await writer.flush();
    expect((await listCalls(db, {}, 10)).map((call) => call.id).sort()).toEqual(['c1', 'c3']);
    expect(writer.dropped).toBe(1);
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe('the writer of calls', () => {
  it('keeps calls while Postgres is away and writes them when it is back', async () => {
    const install = findPostgres()!;
    const folder = await mkdtemp(join(tmpdir(), 'pc-pg-'));
    const first = await startPostgres({ install, folder });
    const store = openStore({ url: first.url });
    await migrateStore(store.pool);
    const warn = vi.fn();
    const writer = new CallWriter({ pool: store.pool, log: { ...quiet, warn } });
    writer.call(startedCall('c0'));
    await writer.flush();
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    for (let n = 0; n < 50; n += 1) writer.call(endedCall(`c${n}`));
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 5_000);
    expect(writer.pending).toBe(50);
    const second = await startPostgres({ install, folder });
    expect(second.url).toBe(first.url);
    expect(await writer.close(10_000)).toBe(0);
    expect(await listCalls(store.db, { endBy: 'caller' }, 100)).toHaveLength(50);
    expect(writer.dropped).toBe(0);
    await store.close();
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it('drops starts first when its queue is full, and counts what it loses', async () => {
    const store = openStore({ url: 'postgres://nobody@localhost/none?host=/nowhere' });
    const size = JSON.stringify(endedCall('c0')).length;
    const writer = new CallWriter({ pool: store.pool, log: quiet, maxBytes: size * 5 });
    for (let n = 0; n < 4; n += 1) writer.call(endedCall(`c${n}`));
    for (let n = 4; n < 9; n += 1) writer.call(startedCall(`c${n}`));
    expect(writer.dropped).toBe(0);
    for (let n = 4; n < 9; n += 1) writer.call(endedCall(`c${n}`));
    expect(writer.pending).toBe(5);
    expect(writer.dropped).toBe(4);
    expect(await writer.close(300)).toBe(5);
    await store.close();
  });
});

describe('a list of calls', () => {
  it('is newest first, by pages without gaps or repeats, also within one millisecond', async () => {
    const { db, pool } = await newStore();
    const writer = new CallWriter({ pool, log: quiet });
    for (let n = 0; n < 25; n += 1)
      writer.call(endedCall(`c${String(n).padStart(2, '0')}`, { startedMs: 1_800_000_000_000 + Math.floor(n / 4) }));
    await writer.flush();
    const seen: string[] = [];
    let cursor: { atMs: number; id: string } | undefined;
    do {
      const page = await listCalls(db, {}, 7, cursor);
      seen.push(...page.map((call) => call.id));
      const last = page.at(-1);
      cursor = last && { atMs: last.startedAt.getTime(), id: last.id };
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `c${String(24 - n).padStart(2, '0')}`));
  });

  it('is narrowed by flow, direction, end, party and time', async () => {
    const { db, pool } = await newStore();
    const writer = new CallWriter({ pool, log: quiet });
    writer.call(endedCall('a', { flowId: 'one', caller: { number: '100%', name: '' } }));
    writer.call(endedCall('b', { flowId: 'two', direction: 'outbound', end: { by: 'failed', code: 'step-limit' } }));
    writer.call(endedCall('c', { flowId: 'two', test: true, startedMs: 1_900_000_000_000 }));
    await writer.flush();
    const ids = async (filter: Parameters<typeof listCalls>[1]) =>
      (await listCalls(db, filter, 10)).map((call) => call.id).sort();
    expect(await ids({ flowId: 'two' })).toEqual(['b', 'c']);
    expect(await ids({ direction: 'outbound' })).toEqual(['b']);
    expect(await ids({ endBy: 'failed' })).toEqual(['b']);
    expect(await ids({ test: true })).toEqual(['c']);
    expect(await ids({ party: '+4930' })).toEqual(['b', 'c']);
    expect(await ids({ party: '100%' })).toEqual(['a']);
    expect(await ids({ party: '%' })).toEqual([]);
    expect(await ids({ from: new Date(1_850_000_000_000) })).toEqual(['c']);
    expect(await ids({ to: new Date(1_850_000_000_000) })).toEqual(['a', 'b']);
  });
});
