import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { APPLICATION, startCallEngine } from '#runtime/call-engine';
import type { CompiledFlow } from '#runtime/compile/compile';
import { StepFailed } from '#runtime/flow/call';
import type { Hours } from '#runtime/flow/hours';
import type { CallRecord } from '#runtime/flow/record';
import type { Step } from '#runtime/flow/step';
import { HoursBook } from '#runtime/hours/hours-book';
import { loadKeyring } from '#runtime/secrets/key';
import { recordOf } from '#runtime/session/record-of';
import { openSounds, type Sounds } from '#runtime/sounds';
import { startAsterisk } from '#runtime/supervisor/asterisk';
import type { AsteriskInstall } from '#runtime/supervisor/asterisk-install';

export type TemporaryLineOptions = {
  readonly install: AsteriskInstall;
  readonly fliteLibraries: string | undefined;
  readonly steps: ReadonlyMap<string, Step>;
  /** Opening hours that the flow may name. */
  readonly hours?: readonly Hours[] | undefined;
  readonly log: Logger;
};

/** An Asterisk and a call engine for one flow that is not published: no database, and nothing is left behind. */
export type TemporaryLine = {
  readonly sounds: Sounds;
  readonly target: { readonly host: string; readonly port: number; readonly extension: string };
  /** From now on calls run this flow. */
  answerWith(compiled: CompiledFlow): void;
  /** The record of the first call, once it is over. */
  readonly record: Promise<CallRecord>;
  stop(): Promise<void>;
};

const EXTENSION = 'test';
const NODE = 'temporary';

const noSecret = (name: string) =>
  Promise.reject(
    new StepFailed('secret-missing', `The secret ${name} is known only to a running instance, not in a test call.`),
  );

export async function startTemporaryLine(options: TemporaryLineOptions): Promise<TemporaryLine> {
  const folder = await mkdtemp(join(tmpdir(), 'line-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const asterisk = await startAsterisk({
      install: options.install,
      folder: join(folder, 'asterisk'),
      application: APPLICATION,
      nodeName: NODE,
    });
    ends.push(asterisk.stop);
    const hours = new HoursBook(async () => options.hours ?? []);
    let compiled: CompiledFlow | undefined;
    let keep: (record: CallRecord) => void = () => {};
    const record = new Promise<CallRecord>((resolve) => {
      keep = resolve;
    });
    const runnable = async () => compiled && { compiled, revision: 0, test: true };
    const sounds = openSounds({ stateFolder: join(folder, 'state'), fliteLibraries: options.fliteLibraries });
    ends.push(sounds.stop);
    const engine = await startCallEngine({
      ari: asterisk.ari,
      nodeName: NODE,
      stateFolder: join(folder, 'state'),
      recordingFolder: asterisk.recordingFolder,
      sounds,
      steps: options.steps,
      keyring: await loadKeyring(folder, {}),
      flowFor: runnable,
      revisionOf: runnable,
      keep: async (events) => keep(recordOf(events, NODE)),
      observe: () => {},
      hours: (id, atMs) => hours.at(id, atMs),
      secret: noSecret,
      log: options.log,
    });
    ends.push(engine.stop);
    return {
      sounds,
      target: { ...asterisk.sip, extension: EXTENSION },
      answerWith(flow) {
        compiled = flow;
      },
      record,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
