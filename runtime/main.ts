import { join } from 'node:path';
import { pino } from 'pino';
import { steps } from '#plugins/index';
import type { CallEngine } from '#runtime/call-engine';
import { SEAL_PURPOSE, startCallEngine } from '#runtime/call-engine';
import { readRuntimeConfig } from '#runtime/config';
import { type EmailDeps, emailJob } from '#runtime/connections/email-job';
import { wireDiagnosis } from '#runtime/diagnosis-wiring';
import { wireDialGate } from '#runtime/dial-gate-wiring';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { CallEvent } from '#runtime/flow/record';
import { HoursBook } from '#runtime/hours/hours-book';
import { parseAllowList } from '#runtime/http/allow-list';
import { guardedHttp } from '#runtime/http/guarded-http';
import { type Jobs, startJobs } from '#runtime/jobs/jobs';
import { keepCall } from '#runtime/keep-call';
import { deliverMessageJob } from '#runtime/messages/deliver-message';
import { emailMessageJob } from '#runtime/messages/email-message';
import { outboundCalls } from '#runtime/outbound-calls';
import { wirePeople } from '#runtime/people-wiring';
import { RevisionCache } from '#runtime/publishing/revision-cache';
import { purgeJobs } from '#runtime/purge-jobs';
import { recordingFile } from '#runtime/recording-file';
import { loadKeyring } from '#runtime/secrets/key';
import { readSecret } from '#runtime/secrets/secrets';
import { writeCliToken } from '#runtime/server/cli-token';
import { startServer } from '#runtime/server/server';
import type { EventListener } from '#runtime/server-ports';
import { removeRecording, serverPorts } from '#runtime/server-ports';
import { simulatorPort } from '#runtime/simulator-port';
import { tapSip } from '#runtime/sip-copies';
import { sipHostPort } from '#runtime/sip-host-port';
import { openSounds } from '#runtime/sounds';
import { findFlite } from '#runtime/speech/flite-install';
import { stepChoices } from '#runtime/step-choices';
import { CallWriter } from '#runtime/store/call-writer';
import { listenForChanges } from '#runtime/store/changes';
import { getConnection } from '#runtime/store/connections';
import { openStore } from '#runtime/store/database';
import { flowOfExtension } from '#runtime/store/extensions';
import { listHours } from '#runtime/store/hours';
import { migrateStore } from '#runtime/store/migrate';
import { currentRevision, getRevision } from '#runtime/store/revisions';
import { ensureOwner } from '#runtime/store/users';
import { storeMasters } from '#runtime/store-masters';
import { joinSupervisor } from '#runtime/supervised';
import { wireTrunkTests } from '#runtime/trunk-test-wiring';
import { wireTrunks } from '#runtime/trunk-wiring';
import type { TrunkTests } from '#runtime/trunks/ladder/trunk-tests';

// The runtime process: the only file that knows everything. Who it is comes in PATCHCORD_RUNTIME from the supervisor.
const config = readRuntimeConfig(process.env);
const log = pino({ level: process.env.PATCHCORD_LOG ?? 'info' });
const closers: (() => Promise<unknown>)[] = [];
let engine: CallEngine | undefined;
let trunkTests: TrunkTests | undefined;
let stopping = false;
const supervised = joinSupervisor({ liveCalls: () => engine?.calls.size ?? 0, onStop: () => void stop() });

const store = openStore({
  url: config.databaseUrl,
  onConnectionLost: (err) => log.warn({ err }, 'A connection to Postgres was lost.'),
});
closers.push(() => store.close());
await migrateStore(store.pool);
await ensureOwner(store.db);
const keyring = await loadKeyring(config.stateFolder, process.env);
const catalogue = catalogueOf(steps);
const recordingFolder = join(config.stateFolder, 'recordings');
const listeners = new Set<EventListener>();

const revisions = new RevisionCache(
  {
    flowOfExtension: (extension) => flowOfExtension(store.db, extension),
    currentRevision: (flowId) => currentRevision(store.db, flowId),
    getRevision: (flowId, number) => getRevision(store.db, flowId, number),
  },
  catalogue,
);
const hours = new HoursBook(() => listHours(store.db));
const secret = (name: string) => readSecret(store.db, keyring, name);
const trunks = wireTrunks({ config, db: store.db, revisions, secret, log });
const people = wirePeople({ config, db: store.db, secret, log });
const changes = listenForChanges(config.databaseUrl, () => {
  revisions.forget();
  hours.forget();
  trunks.changed();
  people.changed();
});
closers.push(() => changes.close());
const writer = new CallWriter({ pool: store.pool, log });
closers.push(() => writer.close(2_000));

const emailDeps: EmailDeps = {
  connection: (id) => getConnection(store.db, id),
  secret,
  recording: (id) => recordingFile(store.db, { id, nodeName: config.nodeName, folder: recordingFolder }),
};
const jobs: Jobs = await startJobs({
  pool: store.pool,
  kinds: [
    emailJob(emailDeps),
    emailMessageJob(store.db, emailDeps),
    deliverMessageJob({
      db: store.db,
      recording: emailDeps.recording,
      askEmail: (data, key): Promise<void> => jobs.ask({ name: 'voicemail.email', data, key }),
    }),
    ...purgeJobs({
      db: store.db,
      nodeName: config.nodeName,
      flowsInCalls: () => engine?.calls.sessions().map((session) => session.compiled.flow.id) ?? [],
      removeFile: removeRecording(recordingFolder),
    }),
  ],
  log,
});
closers.push(() => jobs.stop());

const http = guardedHttp({ allow: parseAllowList(config.httpAllow ?? '') });
const stepsByType = new Map(steps.map((step) => [step.type, step]));
const sounds = openSounds({
  stateFolder: config.stateFolder,
  fliteLibraries: findFlite(),
  masters: (spoken) => storeMasters(store.db, spoken),
});
closers.push(sounds.stop);

const isLive = (callId: string) => engine?.calls.sessions().some((session) => session.callId === callId) ?? false;
const dialling = wireDialGate({
  db: store.db,
  nodeName: config.nodeName,
  isLive,
  end: (callIds) => engine?.calls.stop(callIds, 'dial-minutes-reached', 'The minutes of outside calls are used up.'),
  log,
});
closers.push(dialling.stop);
const sipTap = config.asterisk && (await tapSip(config.asterisk, log));
if (sipTap !== undefined) closers.push(() => sipTap.close());
const diagnosis = wireDiagnosis({
  db: store.db,
  tap: sipTap,
  settings: () => trunks.book.read(),
  host: config.asterisk?.host,
  log,
});
closers.push(async () => diagnosis.close());

if (config.asterisk !== undefined) {
  const { ari, recordingFolder: spool } = config.asterisk;
  const keep = (events: readonly CallEvent[]) =>
    keepCall(events, {
      nodeName: config.nodeName,
      spool,
      recordingFolder,
      writer,
      jobs,
      keyring,
      purpose: SEAL_PURPOSE,
      onError: (err, message) => log.error({ err }, message),
    });
  engine = await startCallEngine({
    ari,
    nodeName: config.nodeName,
    stateFolder: config.stateFolder,
    recordingFolder: spool,
    sounds,
    steps: stepsByType,
    keyring,
    flowFor: (call) => trunks.flowFor(call),
    revisionOf: (flowId, number) => revisions.revisionOf(flowId, number),
    keep,
    observe: (event, flowId) => {
      diagnosis.takeCallEvent(event);
      for (const listener of listeners) listener(event, flowId);
    },
    hours: (id, atMs) => hours.at(id, atMs),
    secret,
    route: (request) => dialling.gate.route(request),
    releaseOf: (reservations) => dialling.gate.releaseOf(reservations),
    http,
    async afterwards({ name, data, when }, key) {
      const job = { name, data, key };
      jobs.check(job);
      // The call does not wait for Postgres. Should this be lost, the job is asked for again when the call is kept.
      if (when !== 'afterCall') jobs.ask(job).catch((err) => log.error({ err, job: name }, 'A job was refused.'));
    },
    log,
  });
  closers.push(engine.stop);
  trunks.start({
    ari: engine.connection,
    tap: sipTap,
    keep,
    mayCall: async (to, from) => (await dialling.gate.check({ number: to }, from)).allowed,
  });
  people.start(engine.connection);
  closers.push(async () => trunks.stop());
  diagnosis.start(engine.connection);
  trunkTests = wireTrunkTests({
    asterisk: config.asterisk,
    ari: engine.connection,
    db: store.db,
    gate: dialling.gate,
    tap: sipTap,
    renew: trunks.renew,
    log,
  });
  closers.push(() => trunkTests?.stop() ?? Promise.resolve());
}

const server = await startServer({
  store,
  keyring,
  calls: writer,
  ports: serverPorts({
    config,
    db: store.db,
    catalogue,
    engine,
    sounds,
    choices: (question) => stepChoices({ steps: stepsByType, http, secret }, question),
    simulator: simulatorPort({ steps: stepsByType, catalogue, keyring, hours: (id, atMs) => hours.at(id, atMs) }),
    calling: engine && outboundCalls({ engine, catalogue, currentOf: (flowId) => revisions.currentOf(flowId) }),
    trunks: trunks.port,
    sipHost: sipHostPort(config, {
      liveCalls: () => engine?.calls.size ?? 0,
      restartAsterisk: supervised.restartAsterisk,
    }),
    trunkTests,
    dialGate: dialling.gate,
    people: people.port,
    diagnosis: diagnosis.port,
    listeners,
    recordingFolder,
    jobs,
    secret,
  }),
  cliToken: await writeCliToken(config.stateFolder),
  installation: config.stateFolder,
  log,
  ...config.http,
});
closers.push(() => server.close());
supervised.ready(server.url);

/** Live calls stay in Asterisk: the next start goes on with them. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const close of closers.reverse())
    await close().catch((err) => log.warn({ err }, 'Something did not end cleanly.'));
  process.exit(0);
}
