import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { steps as builtIn } from '#plugins/index';
import { APPLICATION, type CallEngine, startCallEngine } from '#runtime/call-engine';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { CallRecord } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import type { Step } from '#runtime/flow/step';
import { prepareRevision } from '#runtime/publishing/publish';
import { loadKeyring } from '#runtime/secrets/key';
import type { Runnable } from '#runtime/session/live-calls';
import type { SessionPorts } from '#runtime/session/ports';
import { recordOf } from '#runtime/session/record-of';
import { openSounds } from '#runtime/sounds';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';
import { startPrivateAsterisk } from './asterisk.ts';
import { fliteLibraries } from './flite-libraries.ts';
import { compiled } from './flow-of.ts';

export interface LineOptions {
  /** By the extension that they answer. */
  readonly flows: Readonly<Record<string, Flow>>;
  /** Steps besides the built-in ones. */
  readonly extra?: readonly Step[];
  /** Where the engine finds ARI, if not at Asterisk itself. */
  readonly ariUrl?: (url: string) => Promise<string>;
  /** What may be dialled, and how. */
  readonly route?: SessionPorts['route'];
  /** How long it takes to find out which flow answers a call. */
  readonly lookUp?: () => Promise<void>;
}

/** An Asterisk and the runtime's call engine in the test's own process, so that all that a call leaves can be seen. */
export interface Line {
  readonly asterisk: RunningAsterisk;
  readonly engine: CallEngine;
  readonly sip: RunningAsterisk['sip'];
  readonly folder: string;
  /** Of the calls that are over, in the order of their ends. */
  readonly records: CallRecord[];
  /** Extensions of the calls that were looked up. */
  readonly arrived: string[];
  /** What the engine logged as an error. */
  readonly errors: string[];
  /** Ids of calls that are still in the journal. */
  journals(): readonly string[];
  stop(): Promise<void>;
}

const NODE = 'test-line';

export async function startLine({ flows, extra = [], ariUrl, lookUp, route }: LineOptions): Promise<Line> {
  const folder = await mkdtemp(join(tmpdir(), 'pc-line-'));
  const asterisk = await startPrivateAsterisk({ application: APPLICATION, nodeName: NODE });
  const runnables = new Map<string, Runnable>();
  for (const [extension, flow] of Object.entries(flows))
    runnables.set(extension, { compiled: compiled(flow, extra), revision: 1 });
  const records: CallRecord[] = [];
  const arrived: string[] = [];
  const errors: string[] = [];
  const sounds = openSounds({ stateFolder: folder, fliteLibraries: fliteLibraries() });
  const engine = await startCallEngine({
    ari: { ...asterisk.ari, url: (await ariUrl?.(asterisk.ari.url)) ?? asterisk.ari.url },
    nodeName: NODE,
    stateFolder: folder,
    recordingFolder: asterisk.recordingFolder,
    sounds,
    steps: new Map([...builtIn, ...extra].map((step) => [step.type, step])),
    keyring: await loadKeyring(folder, {}),
    flowFor: async ({ extension }) => {
      await lookUp?.();
      arrived.push(extension);
      return runnables.get(extension);
    },
    revisionOf: async (flowId) => [...runnables.values()].find(({ compiled }) => compiled.flow.id === flowId),
    keep: async (events) => {
      records.push(recordOf(events, NODE));
    },
    observe: () => {},
    hours: () => Promise.reject(new Error('There are no opening hours.')),
    secret: () => Promise.reject(new Error('There are no secrets.')),
    ...(route === undefined ? {} : { route }),
    log: pino({ level: 'error' }, { write: (line) => errors.push(line) }),
  });
  const catalogue = catalogueOf([...builtIn, ...extra]);
  const speak = sounds.prompts.renderSpeech;
  for (const flow of Object.values(flows)) {
    const prepared = await prepareRevision(flow, { catalogue, speak, hasAsset: async () => true });
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues));
  }
  return {
    asterisk,
    engine,
    sip: asterisk.sip,
    folder,
    records,
    arrived,
    errors,
    journals: () => engine.journals.open,
    async stop() {
      await engine.stop();
      await sounds.stop();
      await asterisk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
