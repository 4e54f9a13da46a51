import { join } from 'node:path';
import { debianArchitecture, debianTrees, findTree } from '../../runtime/setup/debian-trees.mjs';

/** The folder of the real libflite that `pretest` extracted. */
export function fliteLibraries(): string {
  const root = findTree(debianTrees.flite);
  if (!root) throw new Error('The flite packages are not there: run `node runtime/setup.mjs test` first.');
  return join(root, 'usr/lib', debianArchitecture()?.multiarch ?? '');
}
