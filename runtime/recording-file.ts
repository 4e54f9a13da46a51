import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { getCall } from '#runtime/store/calls';
import type { Db } from '#runtime/store/database';
import { getRecording } from '#runtime/store/recordings';

/** The audio of a recording of this node: `waiting` while its call is not stored, `gone` when it was deleted. */
export async function recordingFile(
  db: Db,
  { id, nodeName, folder }: { readonly id: string; readonly nodeName: string; readonly folder: string },
): Promise<{ content: Buffer; contentType: string } | 'waiting' | 'gone'> {
  const row = await getRecording(db, id);
  if (row === undefined) {
    const call = await getCall(db, id.split(':')[0] ?? '').catch(() => undefined);
    return call?.endedMs === undefined ? 'waiting' : 'gone';
  }
  if (row.nodeName !== nodeName) throw new Error(`Recording ${id} lies with node '${row.nodeName}'.`);
  const content = await readFile(join(folder, basename(row.fileKey))).catch(() => undefined);
  return content === undefined ? 'gone' : { content, contentType: row.mediaType };
}
