import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RuntimeConfig } from '#runtime/config';
import { AttachError } from './attach-error.ts';

/** The Asterisk that Patchcord is attached to, in place of one of its own. Kept in the state folder, mode 0600. */
export const Attached = z.strictObject({
  /** Of its configuration. */
  folder: z.string(),
  /** The program of its console and its first arguments. */
  command: z.tuple([z.string()], z.string()),
  asterisk: RuntimeConfig.shape.asterisk.unwrap(),
});
export type Attached = z.infer<typeof Attached>;

const fileIn = (stateFolder: string): string => join(stateFolder, 'attached.json');

/** Undefined where Patchcord runs an Asterisk of its own. */
export async function readAttached(stateFolder: string): Promise<Attached | undefined> {
  const path = fileIn(stateFolder);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Attached.parse(JSON.parse(text));
  } catch {
    throw new AttachError(
      'attached-unreadable',
      `${path} makes no sense.`,
      'Restore it, or remove it and attach anew.',
    );
  }
}

export const writeAttached = (stateFolder: string, attached: Attached): Promise<void> =>
  writeFile(fileIn(stateFolder), `${JSON.stringify(attached, null, 2)}\n`, { mode: 0o600 });

export const forgetAttached = (stateFolder: string): Promise<void> => rm(fileIn(stateFolder), { force: true });
