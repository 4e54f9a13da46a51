import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type RuntimeConfig, StartSettings } from '#runtime/config';
import { Flow } from '#runtime/flow/schema';
import { packageRoot } from '#runtime/package-root';
import { openStore, type Store } from '#runtime/store/database';
import { assignExtension } from '#runtime/store/extensions';
import { createFlow } from '#runtime/store/manage-flows';
import { publishRevision } from '#runtime/store/revisions';
import { ensureOwner } from '#runtime/store/users';
import { freePort } from '#runtime/supervisor/ports';
import { findPostgres } from '#runtime/supervisor/postgres-install';
import { placesIn } from '#runtime/supervisor/state-folder';
import { type Supervisor, startSupervisor } from '#runtime/supervisor/supervisor';
import { buildIfStale } from '../../runtime/setup/build.mjs';
import { realAsterisk } from './real-asterisk.ts';

export interface Instance {
  readonly supervisor: Supervisor;
  readonly store: Store;
  readonly folder: string;
  readonly sip: { readonly host: string; readonly port: number };
  /** Publishes a flow past the API and gives it an extension. */
  publish(flow: Flow, extension: string): Promise<void>;
}

/** All of Patchcord in a temporary folder, for one test file: the supervisor here, the rest in processes of their own. */
export function useInstance(settings: Partial<StartSettings> = {}): () => Instance {
  let instance: (Instance & { stop(): Promise<void> }) | undefined;
  beforeAll(async () => {
    instance = await startInstance(settings);
  }, 60_000);
  afterAll(async () => {
    await instance?.stop();
  });
  return () => {
    if (instance === undefined) throw new Error('The instance runs only while tests do.');
    return instance;
  };
}

/** All of Patchcord in a temporary folder, on an Asterisk of its own or on one that runs already. */
export async function startInstance(settings: Partial<StartSettings>, attached?: RuntimeConfig['asterisk']) {
  await buildIfStale(packageRoot());
  const folder = await mkdtemp(join(tmpdir(), 'pc-'));
  const supervisor = await startSupervisor({
    folder: placesIn(folder),
    // Ports of its own, since test files may start together.
    settings: StartSettings.parse({ httpPort: await freePort(), sipPort: await freePort(), ...settings }),
    runtimeScript: join(packageRoot(), 'dist', 'runtime', 'main.js'),
    asterisk: await realAsterisk(),
    attached,
    postgres: findPostgres(),
    version: 'test',
  });
  const store = openStore({ url: supervisor.config.databaseUrl });
  const owner = await ensureOwner(store.db);
  const sip = supervisor.config.asterisk?.sip;
  if (sip === undefined) throw new Error('The instance has no Asterisk.');
  return {
    supervisor,
    store,
    folder,
    sip,
    async publish(given: Flow, extension: string) {
      const flow = Flow.parse(given);
      await createFlow(store.db, flow, { by: owner.id });
      await publishRevision(store.db, { flow, pins: { flows: {}, steps: {}, assets: [] }, note: '', by: owner.id });
      await assignExtension(store.db, extension, flow.id);
    },
    async stop() {
      await store.close();
      await supervisor.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
