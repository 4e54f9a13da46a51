import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import type { CallEvent } from '#runtime/flow/record';
import { defineJob } from '#runtime/jobs/job';
import { startJobs } from '#runtime/jobs/jobs';
import { keepCall } from '#runtime/keep-call';
import { loadKeyring } from '#runtime/secrets/key';
import { seal } from '#runtime/secrets/seal';
import { CallWriter } from '#runtime/store/call-writer';
import { getCall } from '#runtime/store/calls';
import { useStore } from './support/store.ts';
import { until } from './support/supervisor.ts';

const newStore = useStore();
const quiet = { warn: () => {}, error: () => {} };

it('a call is kept with its jobs: each once, however often the journal is read, and also beside one that no longer fits', async () => {
  const { db, pool } = await newStore();
  const folder = await mkdtemp(join(tmpdir(), 'pc-keep-'));
  const keyring = await loadKeyring(folder, {});
  const writer = new CallWriter({ pool, log: quiet });
  const done: string[] = [];
  const note = defineJob({
    name: 'note.write',
    data: z.strictObject({ text: z.string() }),
    retries: { limit: 1, firstMs: 1_000 },
    timeoutMs: 5_000,
    // The record is there before a job of the call runs.
    run: async ({ text }) => void done.push(`${text} ${(await getCall(db, 'c1'))?.id}`),
  });
  const jobs = await startJobs({ pool, kinds: [note], log: quiet });
  const asks = (n: number, job: string, data: object) => ({
    type: 'operation.started' as const,
    callId: 'c1',
    atMs: 1_800_000_000_200,
    seq: 1,
    nodeId: 'note',
    n,
    kind: 'afterwards',
    details: { job, when: 'afterCall', data: seal(keyring, 'call', data as never) },
  });
  const at = { callId: 'c1', atMs: 1_800_000_000_123 };
  const started: CallEvent = {
    type: 'call.started',
    ...at,
    flowId: 'notes',
    revision: 1,
    direction: 'inbound',
    caller: { number: '100', name: '' },
    called: '200',
    test: false,
    variables: {},
    channelId: '',
  };
  const events: CallEvent[] = [
    started,
    asks(1, 'note.forgotten', {}),
    asks(2, 'note.write', { text: 'one' }),
    asks(3, 'note.write', { text: 'two' }),
    { type: 'call.ended', ...at, end: { by: 'caller' } },
  ];
  const refused: string[] = [];
  const options = {
    nodeName: 'node-1',
    spool: folder,
    recordingFolder: folder,
    writer,
    jobs,
    keyring,
    purpose: 'call',
    onError: (error: unknown) => void refused.push((error as { code: string }).code),
  };
  try {
    await keepCall(events, options);
    await keepCall(events, options);
    await until('both notes', () => done.length === 2, 5_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(done.sort()).toEqual(['one c1', 'two c1']);
    expect(refused).toEqual(['job-unknown', 'job-unknown']);
  } finally {
    await jobs.stop(0);
    await writer.close(0);
    await rm(folder, { recursive: true, force: true });
  }
});
