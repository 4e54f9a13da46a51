import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { hepModules } from '#asterisk-config/modules';
import { type AsteriskOptions, type RunningAsterisk, startAsterisk } from '#runtime/supervisor/asterisk';
import { type AsteriskRelease, findAsterisk } from '#runtime/supervisor/asterisk-install';

export type PrivateAsteriskOptions = Partial<AsteriskOptions> & { release?: AsteriskRelease };

/** A private Asterisk on free ports of loopback, in a temporary folder that `stop()` removes. */
export async function startPrivateAsterisk(options: PrivateAsteriskOptions = {}): Promise<RunningAsterisk> {
  const { release, ...rest } = options;
  const install = rest.install ?? (await findAsterisk(release));
  if (install === undefined) throw new Error('There is no Asterisk here: run `node runtime/setup.mjs test`.');
  const folder = rest.folder ?? (await mkdtemp(join(tmpdir(), 'pc-ast-')));
  // The runtime loads these later by itself; a test that looks at SIP messages wants them from the start.
  const modules = rest.modules ?? (rest.control?.hepPort === undefined ? [] : hepModules);
  const asterisk = await startAsterisk({ ...rest, modules, install, folder });
  return {
    ...asterisk,
    async stop() {
      await asterisk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One private Asterisk for all tests of a file: `const asterisk = useAsterisk();` then `asterisk().ari`. */
export function useAsterisk(options: PrivateAsteriskOptions = {}): () => RunningAsterisk {
  let running: RunningAsterisk | undefined;
  beforeAll(async () => {
    running = await startPrivateAsterisk(options);
  });
  afterAll(async () => {
    await running?.stop();
  });
  return () => {
    if (running === undefined) throw new Error('Asterisk runs only while tests do.');
    return running;
  };
}
