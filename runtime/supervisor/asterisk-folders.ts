import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AsteriskFolders } from '#asterisk-config/asterisk-files';
import type { AsteriskInstall } from './asterisk-install.ts';
import { shortFolder } from './short-folder.ts';

/**
 * Makes the folders of one private Asterisk. No maintainer script of a package has run, so what these would have
 * made is made here: without `recording` ARI's recordings answer 500, and without the link of a language its
 * sounds are silent with only a warning.
 */
export async function prepareAsteriskFolders(folder: string, install: AsteriskInstall): Promise<AsteriskFolders> {
  const folders: AsteriskFolders = {
    configuration: join(folder, 'etc'),
    modules: install.modulesFolder,
    data: join(folder, 'data'),
    state: join(folder, 'state'),
    spool: join(folder, 'spool'),
    run: await shortFolder(join(folder, 'run')),
    log: join(folder, 'log'),
  };
  const own = [
    folders.configuration,
    join(folders.state, 'keys'),
    join(folders.spool, 'recording'),
    join(folders.spool, 'tmp'),
  ];
  for (const path of [...own, join(folders.log, 'cdr-csv'), join(folders.data, 'sounds')]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  await linkData(folders.data, install.dataFolder);
  return folders;
}

/** Replaces the configuration; each file is either the old or the new one, never a half. */
export async function writeConfiguration(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await chmod(`${path}.new`, 0o600);
    await rename(`${path}.new`, path);
  }
}

async function linkData(data: string, packaged: string): Promise<void> {
  for (const name of ['documentation', 'rest-api', 'moh']) {
    if (existsSync(join(packaged, name))) await link(join(packaged, name), join(data, name));
  }
  const sounds = join(packaged, 'sounds');
  if (!existsSync(sounds)) return;
  // Debian installs the American English voice as en_US_f_Allison and links `en` to it only by a maintainer script.
  const names = await readdir(sounds);
  const english =
    ['en', 'en_US_f_Allison'].find((name) => names.includes(name)) ?? names.find((name) => /^en/.test(name));
  if (english !== undefined) await link(join(sounds, english), join(data, 'sounds', 'en'));
}

async function link(target: string, path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined && !there.isSymbolicLink()) return;
  await rm(path, { force: true });
  await symlink(target, path);
}
