/** Builds dist/ when a source has changed, was added or removed; a few milliseconds when nothing has. */
export function buildIfStale(
  root: string,
  options?: { onBuild?: () => void },
): Promise<'fresh' | 'built' | 'installed'>;
