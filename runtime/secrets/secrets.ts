import * as z from 'zod';
import { connectionSecrets } from '#runtime/store/connections';
import type { Db } from '#runtime/store/database';
import { personSecrets } from '#runtime/store/people';
import {
  deleteSecretRow,
  getSecretRow,
  listSecretRows,
  putSecretRow,
  type SecretUse,
  secretUses,
} from '#runtime/store/secrets';
import { trunkSecrets } from '#runtime/store/trunks';
import type { Keyring } from './key.ts';
import { openText, sealText } from './seal.ts';
import { SecretError } from './secret-error.ts';

export const SecretName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'Begin with a letter, then letters, digits, _ or -.')
  .max(64);
export const SecretValue = z.string().min(1).max(16_000);

const purposeOf = (name: string) => `secret:${name}`;

/** Keeps a secret under a name, in place of the one before. */
export const setSecret = (db: Db, keyring: Keyring, name: string, value: string, by: string): Promise<void> =>
  putSecretRow(db, SecretName.parse(name), sealText(keyring, purposeOf(name), SecretValue.parse(value)), by);

/** The value of a secret, for a step that runs. Nothing that answers a person may call this. */
export async function readSecret(db: Db, keyring: Keyring, name: string): Promise<string> {
  const row = await getSecretRow(db, name);
  if (!row)
    throw new SecretError('secret-unknown', `There is no secret '${name}'.`, `Run: patchcord secret set ${name}`);
  return openText(keyring, purposeOf(name), row.sealed);
}

export interface SecretInfo {
  readonly name: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  /** False when it was sealed with a key that this runtime does not have, or is damaged. */
  readonly readable: boolean;
  readonly usedBy: Omit<SecretUse, 'secret'>[];
  /** Ids of the connections that name it. */
  readonly connections: string[];
  /** Ids of the trunks that name it. */
  readonly trunks: string[];
}

/** Names and uses of all secrets; never a value. */
export async function listSecrets(db: Db, keyring: Keyring): Promise<SecretInfo[]> {
  const [rows, uses] = [await listSecretRows(db), await secretUses(db)];
  const [connected, trunked] = [await connectionSecrets(db), await trunkSecrets(db)];
  return rows.map(({ name, updatedAt, updatedBy, sealed }) => ({
    name,
    updatedAt,
    updatedBy,
    readable: opens(keyring, name, sealed),
    usedBy: uses.filter((use) => use.secret === name).map(({ secret: _, ...use }) => use),
    connections: connected.filter(({ secret }) => secret === name).map(({ connectionId }) => connectionId),
    trunks: trunked.filter(({ secret }) => secret === name).map(({ trunkId }) => trunkId),
  }));
}

function opens(keyring: Keyring, name: string, sealed: string): boolean {
  try {
    openText(keyring, purposeOf(name), sealed);
    return true;
  } catch {
    return false;
  }
}

/** Removes a secret; throws `secret-in-use` while a draft or a current revision names it. */
export async function deleteSecret(db: Db, name: string): Promise<void> {
  const flows = (await secretUses(db)).filter((use) => use.secret === name && (use.draft || use.current));
  const connected = (await connectionSecrets(db)).filter(({ secret }) => secret === name);
  const trunked = (await trunkSecrets(db)).filter(({ secret }) => secret === name);
  const phoned = (await personSecrets(db)).filter(({ secret }) => secret === name);
  const users = [
    ...flows.map((use) => use.flowId),
    ...connected.map(({ connectionId }) => connectionId),
    ...trunked.map(({ trunkId }) => trunkId),
    ...phoned.map(({ personId }) => personId),
  ];
  if (users.length > 0)
    throw new SecretError(
      'secret-in-use',
      `Secret '${name}' is used by ${[...new Set(users)].join(', ')}.`,
      'Take it out of these first, or set a new value.',
    );
  if (!(await deleteSecretRow(db, name)))
    throw new SecretError('secret-unknown', `There is no secret '${name}'.`, 'List the secrets.');
}
