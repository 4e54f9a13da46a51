import type { Progress } from './progress.mjs';

/** Of an extracted one, `root` is its folder and `libraries` are the folders of its libraries. */
export interface Browser {
  source: 'path' | 'debian';
  program: string;
  root?: string;
  libraries: string[];
}

export function findBrowser(env?: NodeJS.ProcessEnv): Browser | undefined;
export function provideBrowser(progress: Progress): Promise<'installed' | 'downloaded'>;
