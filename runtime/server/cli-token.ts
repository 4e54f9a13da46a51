import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newToken } from '#runtime/store/token';

const fileIn = (stateFolder: string) => join(stateFolder, 'cli-token');

/** Makes the token by which the command line of this machine is known, new at each start, in a file of mode 0600. */
export async function writeCliToken(stateFolder: string): Promise<string> {
  const token = newToken();
  const file = fileIn(stateFolder);
  const made = `${file}.${randomBytes(4).toString('hex')}`;
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  await writeFile(made, `${token}\n`, { mode: 0o600, flag: 'wx' });
  await rename(made, file);
  return token;
}

/** The token of the runtime that uses this state folder; undefined when none has started yet. */
export function readCliToken(stateFolder: string): Promise<string | undefined> {
  return readFile(fileIn(stateFolder), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
