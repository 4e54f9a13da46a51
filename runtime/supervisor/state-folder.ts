import { chmod, mkdir } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { isCheckout, packageRoot } from '#runtime/package-root';

/** Where each thing is in the one folder that holds all state. */
export interface StateFolder {
  root: string;
  asterisk: string;
  postgres: string;
  run: string;
  ports: string;
  tokenFile: string;
  runtimeLog: string;
  /** Prompts, recordings and other contents: the runtime's. */
  assets: string;
}

/**
 * `PATCHCORD_HOME`, else `.patchcord` of a checkout, else the platform's folder for an application's data. Nothing
 * is made by asking.
 */
export function stateFolder(env: NodeJS.ProcessEnv = process.env, root = packageRoot()): StateFolder {
  const chosen = env.PATCHCORD_HOME;
  if (chosen) return placesIn(resolve(chosen));
  return placesIn(isCheckout(root) ? join(root, '.patchcord') : dataFolder(env));
}

export function placesIn(root: string): StateFolder {
  return {
    root,
    asterisk: join(root, 'asterisk'),
    postgres: join(root, 'postgres'),
    run: join(root, 'run'),
    ports: join(root, 'ports.json'),
    tokenFile: join(root, 'cli-token'),
    runtimeLog: join(root, 'runtime.log'),
    assets: join(root, 'assets'),
  };
}

/** Makes it, closed to everybody else: calls and secrets are in it. */
export async function makeStateFolder(folder: StateFolder): Promise<void> {
  await mkdir(folder.root, { recursive: true, mode: 0o700 });
  await chmod(folder.root, 0o700);
}

function dataFolder(env: NodeJS.ProcessEnv): string {
  const home = env.HOME || homedir();
  if (platform() === 'darwin') return join(home, 'Library', 'Application Support', 'patchcord');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'patchcord');
}
