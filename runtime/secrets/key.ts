import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretError } from './secret-error.ts';

/** Keys by id. `current` seals; all of them open, so that a key can be replaced. */
export interface Keyring {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

const FILE = 'secret.key';

/** A short name for a key that tells nothing about it. */
const keyId = (key: Buffer): string =>
  createHash('sha256').update('patchcord key id\0').update(key).digest('hex').slice(0, 8);

/** Reads keys: 32 bytes each in base64 or hexadecimal, separated by commas or lines, the current one first. */
export function parseKeys(text: string, where: string): Keyring {
  const keys = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => Buffer.from(word, /^[0-9a-f]{64}$/i.test(word) ? 'hex' : 'base64'));
  const [first] = keys;
  if (!first || keys.some((key) => key.length !== 32))
    throw new SecretError(
      'key-malformed',
      `${where} holds no key of 32 bytes in base64 or hexadecimal.`,
      'Put the right key back, or make one with: openssl rand -base64 32',
    );
  return { current: keyId(first), keys: new Map(keys.map((key) => [keyId(key), key])) };
}

/**
 * The key of this installation: `PATCHCORD_KEY` from the environment, else a file of mode 0600 in the state folder,
 * made on the first start. Two runtimes that start at once get the same one.
 */
export async function loadKeyring(stateFolder: string, env: NodeJS.ProcessEnv): Promise<Keyring> {
  if (env.PATCHCORD_KEY) return parseKeys(env.PATCHCORD_KEY, 'PATCHCORD_KEY');
  const file = join(stateFolder, FILE);
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const made = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await stat(file);
  } catch {
    await writeFile(made, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    // A link appears whole or not at all, and never replaces a key that is there.
    await link(made, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(made);
  }
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0)
    throw new SecretError('key-exposed', `Others on this machine may read ${file}.`, `Run: chmod 600 ${file}`);
  return parseKeys(await readFile(file, 'utf8'), file);
}
