import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { type PjsipObject, pjsipObjectsFile } from '#asterisk-config/pjsip-object';
import type { AmiConnection } from '#runtime/ami/ami-connection';
import { AriUnavailable } from '#runtime/ari/ari-error';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { AriRequester } from '#runtime/ari/transport';
import type { Pushed, PushFailure } from './push-objects.ts';

export interface WriteOptions {
  /** Included by the pjsip.conf of an Asterisk whose objects can't be pushed. */
  readonly file: string;
  readonly wanted: readonly PjsipObject[];
  readonly ami: Pick<AmiConnection, 'action' | 'isOpen'>;
}

/** A reload goes on after Asterisk has answered. */
const SEEN_WITHIN_MS = 5_000;

/**
 * The other way to bring trunks into Asterisk: a file and a reload, only where the file differs, since a reload tries every
 * refused registration again. Asterisk says "reloaded" whatever became of an object, so it is looked whether it is there.
 * The file before is kept as `.before`.
 */
export async function writeObjects(ari: AriRequester, { file, wanted, ami }: WriteOptions): Promise<Pushed> {
  const text = `; Written by Patchcord: changes are lost.\n${pjsipObjectsFile(wanted)}`;
  const before = await readFile(file, 'utf8').catch(() => '');
  const isNew = before !== text;
  if (isNew) {
    if (!ami.isOpen) throw new AriUnavailable('ari-lost', 'There is no connection to AMI, which has to reload.');
    if (before !== '') await replace(`${file}.before`, before);
    await replace(file, text);
    await ami.action('Reload', { Module: 'res_pjsip.so' });
  }
  const missing = await notThere(ari, wanted);
  const failures = missing.map(
    (object): PushFailure => ({
      object,
      code: 'trunk-refused',
      message: `Asterisk did not take the endpoint ${object.id} of ${file}: its log says why.`,
    }),
  );
  return { failures, made: isNew ? wanted.length : 0, removed: 0 };
}

async function notThere(ari: AriRequester, wanted: readonly PjsipObject[]): Promise<readonly PjsipObject[]> {
  const endpoints = wanted.filter(({ type }) => type === 'endpoint');
  for (const until = Date.now() + SEEN_WITHIN_MS; ; ) {
    const there = new Set(await dynamicConfigOf(ari).endpoints());
    const missing = endpoints.filter(({ id }) => !there.has(id));
    if (missing.length === 0 || Date.now() > until) return missing;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Either the old file or the new one, never a half; passwords are in it. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}
