import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';

/** Together: what an Asterisk of a large office has, several times over. */
const maxBytes = 2_000_000;
const maxDepth = 10;

/** The texts of somebody's pjsip.conf and extensions.conf with all that they include. @throws Error where one is missing */
export async function readConfigFolder(folder: string): Promise<{ pjsip: string; extensions: string }> {
  return {
    pjsip: await readConfigFile(folder, 'pjsip.conf'),
    extensions: await readConfigFile(folder, 'extensions.conf'),
  };
}

/** One file with all that it includes. */
export async function readConfigFile(folder: string, name: string): Promise<string> {
  let left = maxBytes;
  const read = async (path: string, depth: number): Promise<string> => {
    if (depth > maxDepth) return '';
    const text = await readFile(path, 'utf8');
    left -= text.length;
    if (left < 0) throw new Error(`${path} and what it includes are too large to be looked at.`);
    const lines = await Promise.all(text.split(/\r?\n/).map((line) => included(line, depth)));
    return lines.join('\n');
  };
  const included = async (line: string, depth: number): Promise<string> => {
    const [, given] = /^\s*#(?:try)?include\s+["<]?([^">;]+?)[">]?\s*(?:;.*)?$/.exec(line) ?? [];
    if (given === undefined) return line;
    const paths = await matching(isAbsolute(given) ? given : join(folder, given));
    const texts = await Promise.all(paths.map((path) => read(path, depth + 1).catch(() => '')));
    return texts.join('\n');
  };
  return read(join(folder, name), 0);
}

/** `pjsip.d/*.conf`: a star in the last part, as Asterisk's users write it. */
async function matching(path: string): Promise<string[]> {
  if (!basename(path).includes('*')) return [path];
  const [before = '', ...after] = basename(path).split('*');
  const fits = (name: string) =>
    name.startsWith(before) &&
    name.endsWith(after.at(-1) ?? '') &&
    name.length >= before.length + (after.at(-1)?.length ?? 0);
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter(fits)
    .sort()
    .map((name) => join(dirname(path), name));
}
