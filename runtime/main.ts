import { join } from 'node:path';
import { pino } from 'pino';
import { steps } from '#plugins/index';
import type { CallEngine } from '#runtime/call-engine';
import { startCallEngine } from '#runtime/call-engine';
import { readRuntimeConfig } from '#runtime/config';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { CallEvent } from '#runtime/flow/record';
import { keepRecordings } from '#runtime/media/keep-recordings';
import { RevisionCache } from '#runtime/publishing/revision-cache';
import { loadKeyring } from '#runtime/secrets/key';
import { readSecret } from '#runtime/secrets/secrets';
import { recordOf } from '#runtime/session/record-of';
import { findFlite } from '#runtime/speech/flite-install';
import { CallWriter } from '#runtime/store/call-writer';
import { listenForChanges } from '#runtime/store/changes';
import { openStore } from '#runtime/store/database';
import { flowOfExtension } from '#runtime/store/extensions';
import { migrateStore } from '#runtime/store/migrate';
import { currentRevision, getRevision } from '#runtime/store/revisions';
import { joinSupervisor } from '#runtime/supervised';

/** The runtime process: the only file that knows everything. It reads who it is from PATCHCORD_RUNTIME. */
const config = readRuntimeConfig(process.env);
const log = pino({ level: process.env.PATCHCORD_LOG ?? 'info' });
let engine: CallEngine | undefined;
let stopping = false;
const supervised = joinSupervisor({ liveCalls: () => engine?.calls.size ?? 0, onStop: () => void stop() });

const store = openStore({
  url: config.databaseUrl,
  onConnectionLost: (err) => log.warn({ err }, 'A connection to Postgres was lost.'),
});
await migrateStore(store.pool);
const keyring = await loadKeyring(config.stateFolder, process.env);
const catalogue = catalogueOf(steps);
const revisions = new RevisionCache(
  {
    flowOfExtension: (extension) => flowOfExtension(store.db, extension),
    currentRevision: (flowId) => currentRevision(store.db, flowId),
    getRevision: (flowId, number) => getRevision(store.db, flowId, number),
  },
  catalogue,
);
const changes = listenForChanges(config.databaseUrl, () => revisions.forget());
const writer = new CallWriter({ pool: store.pool, log });

async function keep(events: readonly CallEvent[]): Promise<void> {
  const record = recordOf(events, config.nodeName);
  const spool = config.asterisk?.recordingFolder;
  const recordings =
    spool === undefined ? [] : await keepRecordings(record, spool, join(config.stateFolder, 'recordings'));
  for (const recording of recordings) writer.recording({ ...recording, nodeName: config.nodeName });
  await new Promise<void>((resolve) => writer.call(record, resolve));
}

if (config.asterisk !== undefined) {
  engine = await startCallEngine({
    ari: config.asterisk.ari,
    nodeName: config.nodeName,
    stateFolder: config.stateFolder,
    recordingFolder: config.asterisk.recordingFolder,
    fliteLibraries: findFlite(),
    steps: new Map(steps.map((step) => [step.type, step])),
    keyring,
    flowFor: (extension) => revisions.flowFor(extension),
    revisionOf: (flowId, number) => revisions.revisionOf(flowId, number),
    keep,
    observe: () => {},
    secret: (name) => readSecret(store.db, keyring, name),
    log,
  });
}

supervised.ready(`http://${config.http.host}:${config.http.port}`);

/** Live calls stay in Asterisk; the next start goes on with them. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await engine?.stop();
  await writer.close(2_000);
  await changes.close();
  await store.close();
  process.exit(0);
}
