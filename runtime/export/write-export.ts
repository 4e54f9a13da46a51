import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { ExportedFile } from '#asterisk-config/export-asterisk';

/** What the files can't be written into; nothing was changed. */
export class ExportError extends Error {
  readonly code: string;
  readonly fix: string;

  constructor(code: string, message: string, fix: string) {
    super(message);
    this.name = 'ExportError';
    this.code = code;
    this.fix = fix;
  }
}

/** Writes an export; each file is the old or the new one, never a half, and what holds passwords nobody else can read. */
export async function writeExport(folder: string, files: readonly ExportedFile[]): Promise<void> {
  if (!isAbsolute(folder))
    throw new ExportError('export-path-relative', 'The path is not absolute.', 'Give the whole path.');
  await refuseForeign(folder);
  for (const { name, mode, text } of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await writeFile(`${path}.new`, text, { mode });
    await chmod(`${path}.new`, mode);
    await rename(`${path}.new`, path);
  }
}

/** Only into a new folder, an empty one, or one with an earlier export. */
async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ExportError('export-path-unusable', `${folder} can not be read.`, 'Choose another folder.');
  });
  if (names.length === 0) return;
  const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
  if (names.every((name) => name === 'README.md' || name === 'patchcord') && readme.includes('made by Patchcord'))
    return;
  throw new ExportError(
    'export-folder-in-use',
    `${folder} holds something else.`,
    'Choose a new folder; copy the files from there into the configuration of your Asterisk.',
  );
}
