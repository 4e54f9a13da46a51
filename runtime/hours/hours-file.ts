import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Hours } from '#runtime/flow/hours';

const HoursFile = z.array(Hours).max(100);

/**
 * The opening hours that a flow in a folder brings along: `hours.json` beside its `flow.json`. Empty without that file.
 * @throws Error with the place of what is wrong in it.
 */
export async function hoursInFolder(folder: string): Promise<readonly Hours[]> {
  const path = join(folder, 'hours.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const parsed = HoursFile.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`${path}: ${z.core.toDotPath(first?.path ?? [])}: ${first?.message ?? 'is not valid'}`);
}
