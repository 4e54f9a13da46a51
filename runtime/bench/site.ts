import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '#runtime/ari/command';
import { AriConnection } from '#runtime/ari/connection';
import { ariPath } from '#runtime/ari/path';
import type { AriServer } from '#runtime/ari/transport';
import { StartSettings } from '#runtime/config';
import { packageRoot } from '#runtime/package-root';
import { openAssetStore } from '#runtime/speech/asset-store';
import { writeWav } from '#runtime/speech/wav';
import { databaseMasters } from '#runtime/store/asset-masters';
import { openStore, type Store } from '#runtime/store/database';
import { assignExtension } from '#runtime/store/extensions';
import { createFlow } from '#runtime/store/manage-flows';
import { publishRevision } from '#runtime/store/revisions';
import { ensureOwner } from '#runtime/store/users';
import { findAsterisk } from '#runtime/supervisor/asterisk-install';
import { findPostgres } from '#runtime/supervisor/postgres-install';
import { placesIn } from '#runtime/supervisor/state-folder';
import { type Supervisor, startSupervisor } from '#runtime/supervisor/supervisor';
import { withBenchExtensions } from './dialplan.ts';
import { ARMS, ivrFlow, PROMPT_MS } from './ivr.ts';
import { startProgram } from './program.ts';

/** Everything that the arms need: one Asterisk, Patchcord as shipped, and the two programs beside it. */
export interface Site {
  readonly sip: { readonly host: string; readonly port: number };
  readonly ari: AriServer;
  readonly asteriskVersion: string;
  readonly pids: Record<'asterisk' | 'postgres' | 'handWritten' | 'ariClient' | 'patchcord', number>;
  stop(): Promise<void>;
}

/** @throws Error if this machine has no Asterisk, no SIPp or no Postgres */
export async function startSite(version: string): Promise<Site> {
  const install = await findAsterisk();
  if (install === undefined) throw new Error('There is no Asterisk: run `node runtime/setup.mjs test` first.');
  const folder = await mkdtemp(join(tmpdir(), 'pc-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const supervisor = await startSupervisor({
      folder: placesIn(folder),
      settings: StartSettings.parse({}),
      runtimeScript: join(packageRoot(), 'dist', 'runtime', 'main.js'),
      asterisk: install,
      postgres: findPostgres(),
      version,
    });
    stops.push(() => supervisor.stop());
    const { asterisk } = supervisor.config;
    if (asterisk === undefined) throw new Error('Asterisk did not start.');
    const prompt = await publishIvr(supervisor, folder);
    await addExtensions(asterisk.ari, placesIn(folder).asterisk, prompt);
    const input = { ...asterisk.ari, prompt: `sound:${prompt}` };
    const { handWritten, ariClient } = ARMS;
    const byHand = await startProgram('hand-written', { ...input, application: handWritten.application });
    stops.push(byHand.stop);
    const byLibrary = await startProgram('ari-client', { ...input, application: ariClient.application });
    stops.push(byLibrary.stop);
    const status = supervisor.status();
    return {
      sip: asterisk.sip,
      ari: asterisk.ari,
      asteriskVersion: install.version,
      pids: {
        asterisk: status.asterisk?.pid ?? 0,
        postgres: status.postgres?.pid ?? 0,
        patchcord: status.runtime?.pid ?? 0,
        handWritten: byHand.pid,
        ariClient: byLibrary.pid,
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Publishes the IVR; settles with the prompt's path, without an extension, which every arm plays. */
async function publishIvr(supervisor: Supervisor, folder: string): Promise<string> {
  const store = openStore({ url: supervisor.config.databaseUrl });
  try {
    const sounds = openAssetStore(join(folder, 'sounds'));
    const wav = tone();
    const { hash } = await sounds.put(wav, { mediaType: 'audio/wav' });
    await openAssetStore(join(folder, 'sounds'), databaseMasters(store.db)).put(wav, { mediaType: 'audio/wav' });
    await publish(store, hash);
    return await sounds.playable(hash);
  } finally {
    await store.close();
  }
}

async function publish(store: Store, hash: string): Promise<void> {
  const flow = ivrFlow(hash);
  const { id: by } = await ensureOwner(store.db);
  await createFlow(store.db, flow, { by });
  await publishRevision(store.db, { flow, pins: { flows: {}, steps: {}, assets: [hash] }, note: 'bench', by });
  await assignExtension(store.db, ARMS.patchcord.extension, flow.id);
}

async function addExtensions(ari: AriServer, asteriskFolder: string, prompt: string): Promise<void> {
  const file = join(asteriskFolder, 'etc', 'extensions.conf');
  await writeFile(file, withBenchExtensions(await readFile(file, 'utf8'), prompt));
  const log = { info() {}, warn() {} };
  const connection = new AriConnection({ server: ari, app: 'bench-setup', log });
  try {
    await connection.start();
    await command(connection, 'PUT', ariPath`asterisk/modules/${'pbx_config.so'}`);
  } finally {
    connection.close();
  }
}

function tone(): Buffer {
  const sampleRate = 8_000;
  const samples = Int16Array.from({ length: (sampleRate * PROMPT_MS) / 1_000 }, (_, index) =>
    Math.round(6_000 * Math.sin((2 * Math.PI * 440 * index) / sampleRate)),
  );
  return writeWav({ sampleRate, samples });
}
