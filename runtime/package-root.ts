import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package: a checkout, or where npm has installed it. Same from the source and from dist/. */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'runtime', 'bin.mjs'))) return folder;
    if (folder === dirname(folder)) throw new Error('The package of Patchcord is incomplete: package.json is missing.');
  }
}

/** Whether this is a checkout of the source rather than an installed package. */
export function isCheckout(root = packageRoot()): boolean {
  return existsSync(join(root, 'tsconfig.build.json'));
}
