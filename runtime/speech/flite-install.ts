import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { debianArchitecture, debianTrees, findTree } from '../setup/debian-trees.mjs';

/** Folder of the libflite that setup has fetched; undefined when there is none: then the system's own is tried. */
export function findFlite(): string | undefined {
  const root = findTree(debianTrees.flite);
  const folder = root && join(root, 'usr/lib', debianArchitecture()?.multiarch ?? '');
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}
