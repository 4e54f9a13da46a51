import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { CallEngine } from '#runtime/call-engine';
import { compileFlow } from '#runtime/compile/compile';
import type { RuntimeConfig } from '#runtime/config';
import { connectionPorts } from '#runtime/connections/connection-ports';
import { smtp } from '#runtime/connections/smtp';
import { exportPort } from '#runtime/export/export-port';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { JsonObject } from '#runtime/flow/json';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import { validateFlow } from '#runtime/flow/validate';
import { holidayCountries, publicHolidays } from '#runtime/hours/public-holidays';
import { hoursAt } from '#runtime/hours/resolved-hours';
import type { Jobs } from '#runtime/jobs/jobs';
import { packageRoot } from '#runtime/package-root';
import { PhoneError } from '#runtime/phone/phone-session';
import { destinationIssues } from '#runtime/publishing/constant-destinations';
import { prepareRevision } from '#runtime/publishing/publish';
import type { Bytes, PhonePort, ServerPorts } from '#runtime/server/ports';
import { recordOf } from '#runtime/session/record-of';
import type { Session } from '#runtime/session/session';
import type { Sounds } from '#runtime/sounds';
import { keptWav } from '#runtime/speech/kept-wav';
import { localVoices, speaksLocally } from '#runtime/speech/local-voices';
import { getAsset } from '#runtime/store/assets';
import { listConnections } from '#runtime/store/connections';
import type { Db } from '#runtime/store/database';
import { listHours } from '#runtime/store/hours';
import { listNumbers } from '#runtime/store/numbers';
import type { RecordingRow } from '#runtime/store/recordings';
import { listTrunks } from '#runtime/store/trunks';
import { readTemplates } from '#runtime/templates';

export type EventListener = (event: CallEvent, flowId: string) => void;

export interface ServerPortParts {
  readonly config: RuntimeConfig;
  readonly db: Db;
  readonly catalogue: Catalogue;
  /** Undefined on a machine without Asterisk. */
  readonly engine: CallEngine | undefined;
  readonly sounds: Sounds;
  readonly choices: ServerPorts['choices'];
  readonly simulator: ServerPorts['simulator'];
  readonly calling: ServerPorts['calling'];
  readonly trunks: ServerPorts['trunks'];
  readonly sipHost: ServerPorts['sipHost'];
  readonly trunkTests: ServerPorts['trunkTests'];
  readonly dialGate: ServerPorts['dialGate'];
  readonly people: ServerPorts['people'];
  readonly diagnosis: ServerPorts['diagnosis'];
  readonly listeners: Set<EventListener>;
  readonly recordingFolder: string;
  readonly jobs: Pick<Jobs, 'pending' | 'failed' | 'retry' | 'remove'>;
  readonly secret: (name: string) => Promise<string>;
}

/** What the HTTP API gets of its neighbours. */
export function serverPorts(parts: ServerPortParts): ServerPorts {
  const { config, db, catalogue, engine, sounds, choices, simulator, trunks, dialGate, people } = parts;
  const { diagnosis, listeners, recordingFolder } = parts;
  const hasAsset = async (hash: string): Promise<boolean> => (await getAsset(db, hash)) !== undefined;
  /** What flows name and do not hold themselves. */
  const shared = async () => ({
    hours: new Set((await listHours(db)).map(({ id }) => id)),
    connections: new Set((await listConnections(db)).map(({ id }) => id)),
  });
  const recordSoFar = (session: Session): CallRecord => recordOf(session.journal.events(), config.nodeName);
  return {
    catalogue,
    validate: async (flow) => [
      ...validateFlow(flow, catalogue, { ...(await shared()), canSpeak: speaksLocally }),
      ...(await destinationIssues(flow, catalogue, (to) => dialGate.check(to))),
    ],
    prepare: async (flow) =>
      prepareRevision(flow, {
        catalogue,
        // Without Asterisk nobody hears it, and the voice may be missing as well.
        speak: engine ? sounds.prompts.renderSpeech : async () => {},
        hasAsset,
        shared: await shared(),
        mayDial: (to) => dialGate.check(to),
      }),
    connections: connectionPorts([smtp], parts.secret),
    jobs: parts.jobs,
    hoursAt,
    publicHolidays,
    holidayCountries,
    templates: () => readTemplates(join(packageRoot(), 'examples'), catalogue),
    liveCalls: () => engine?.calls.sessions().map(recordSoFar) ?? [],
    liveCall(id) {
      const session = engine?.calls.sessions().find((one) => one.callId === id);
      return session && recordSoFar(session);
    },
    async convertSound(bytes) {
      const content = await keptWav(bytes);
      const { durationMs } = await sounds.assets.put(content, { mediaType: 'audio/wav' });
      return { content, mediaType: 'audio/wav', durationMs };
    },
    voices: () => localVoices.map(({ id, title, language }) => ({ id, title, languages: [language] })),
    async speak(request) {
      const { hash, durationMs } = await sounds.prompts.renderSpeech(request);
      const asset = await sounds.assets.get(hash);
      if (asset === undefined) throw new Error(`The sound ${hash} was spoken and is gone.`);
      return { content: asset.bytes, mediaType: asset.mediaType, durationMs };
    },
    choices,
    recordings: {
      open: (recording) => openFile(pathOf(recordingFolder, recording)),
      remove: removeRecording(recordingFolder),
    },
    simulator,
    trunks,
    sipHost: parts.sipHost,
    trunkTests: parts.trunkTests,
    dialGate,
    people,
    export: exportPort({
      trunks: async () => (await listTrunks(db)).map(({ settings }) => settings),
      numbers: async () => (await listNumbers(db)).map(({ settings }) => settings),
      secret: parts.secret,
      host: config.asterisk?.host,
      ari: engine?.connection,
    }),
    calling: parts.calling,
    diagnosis,
    phone: engine && phonePort(engine, catalogue),
    observe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    status: () => status(config, engine),
  };
}

function phonePort({ phones }: CallEngine, catalogue: Catalogue): PhonePort {
  return {
    open({ flow, ...test }) {
      const compiled = compileFlow(flow, catalogue);
      if (!compiled.ok) throw new PhoneError('phone-flow-invalid', 'The flow can not take calls.', 'Mend its issues.');
      return phones.open({ ...test, compiled: compiled.compiled });
    },
    find: (id, owner) => phones.find(id, owner),
    connect: (id, socket) => phones.connect(id, socket),
    close: (id) => phones.close(id),
  };
}

function status(config: RuntimeConfig, engine: CallEngine | undefined): JsonObject {
  const asterisk = config.asterisk;
  return {
    nodeName: config.nodeName,
    liveCalls: engine?.calls.size ?? 0,
    asterisk:
      asterisk === undefined
        ? null
        : {
            version: asterisk.version,
            sip: `${asterisk.sip.host}:${asterisk.sip.port}`,
            connection: engine?.connection.state ?? 'closed',
          },
  };
}

/** Keys are names that Patchcord made; whatever a row says, nothing outside the folder is read. */
const pathOf = (folder: string, { fileKey }: RecordingRow): string => join(folder, basename(fileKey));

/** Removes the file of a recording; that it is gone already is no error. */
export const removeRecording =
  (folder: string) =>
  (recording: RecordingRow): Promise<void> =>
    rm(pathOf(folder, recording), { force: true });

async function openFile(path: string): Promise<Bytes | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return {
    bytes: found.size,
    read: (range) => (range === undefined ? createReadStream(path) : createReadStream(path, range)) as Readable,
  };
}
