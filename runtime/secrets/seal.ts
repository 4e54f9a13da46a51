import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Json } from '#runtime/flow/json';
import type { Keyring } from './key.ts';
import { SecretError } from './secret-error.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts text by AES-256-GCM: `v1.<key id>.<iv, ciphertext and tag in base64url>`.
 * `purpose` is bound to it, so that what was sealed for one place can't be opened in another.
 */
export function sealText(keyring: Keyring, purpose: string, text: string): string {
  const key = keyring.keys.get(keyring.current);
  if (!key) throw new SecretError('key-missing', 'The current key is not in the key ring.', 'Load the keys again.');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  const parts = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return `v1.${keyring.current}.${Buffer.concat(parts).toString('base64url')}`;
}

/** Opens what `sealText` made for the same purpose; throws `key-missing` or `sealed-damaged`, never gives garbage. */
export function openText(keyring: Keyring, purpose: string, sealed: string): string {
  const [version, id = '', body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  if (version !== 'v1' || bytes.length < IV_BYTES + TAG_BYTES)
    throw new SecretError('sealed-damaged', 'A sealed value is damaged.', 'Set it again.');
  const key = keyring.keys.get(id);
  if (!key)
    throw new SecretError(
      'key-missing',
      `This value was sealed with key ${id}, and this runtime has key ${[...keyring.keys.keys()].join(', ')}.`,
      'Put the key file (or PATCHCORD_KEY) of that time back, or set the value again.',
    );
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new SecretError('sealed-damaged', 'A sealed value is damaged, or belongs to another place.', 'Set it again.');
  }
}

/** How a sealed value looks where a plain one would be: in the journal and in call records. */
export type Sealed = { readonly sealed: string };

export const isSealed = (value: Json | undefined): value is Sealed =>
  typeof value === 'object' &&
  value !== null &&
  'sealed' in value &&
  Object.keys(value).length === 1 &&
  typeof value.sealed === 'string';

/** Seals the value of a sensitive variable. `purpose` names the place, such as the id of the call. */
export const seal = (keyring: Keyring, purpose: string, value: Json): Sealed => ({
  sealed: sealText(keyring, purpose, JSON.stringify(value)),
});

export const open = (keyring: Keyring, purpose: string, value: Sealed): Json =>
  JSON.parse(openText(keyring, purpose, value.sealed)) as Json;

/** A value as it was before `seal`; others as they are. */
export const openSealed = (keyring: Keyring, purpose: string, value: Json): Json =>
  isSealed(value) ? open(keyring, purpose, value) : value;

/** The same JSON for the eyes of people: every sealed value is only `{ "sealed": true }`. */
export function hideSealed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(hideSealed);
  if (isSealed(value)) return { sealed: true };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hideSealed(part)]));
}
