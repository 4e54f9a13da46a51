import type { FlowInfo } from '../api/flows.ts';

/** A folder as a row of the list. */
export interface Folder {
  readonly name: string;
  readonly path: string;
  /** Flows in it and in the folders below. */
  readonly flows: number;
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

/** Folders directly inside a folder, by name. */
export function foldersIn(flows: readonly FlowInfo[], folder: string): Folder[] {
  const depth = partsOf(folder).length;
  const counts = new Map<string, number>();
  for (const flow of flows) {
    const name = isWithin(flow.folder, folder) ? partsOf(flow.folder)[depth] : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => ({ name, path: folder === '' ? name : `${folder}/${name}`, flows: count }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Every folder there is, also those that hold folders only, sorted. */
export function allFolders(flows: readonly FlowInfo[]): string[] {
  const paths = new Set<string>();
  for (const flow of flows) {
    const parts = partsOf(flow.folder);
    for (let depth = 1; depth <= parts.length; depth += 1) paths.add(parts.slice(0, depth).join('/'));
  }
  return [...paths].sort((a, b) => a.localeCompare(b));
}

/** The folders from the top down to this one. */
export function trailOf(folder: string): { readonly name: string; readonly path: string }[] {
  const parts = partsOf(folder);
  return parts.map((name, at) => ({ name, path: parts.slice(0, at + 1).join('/') }));
}

/** ` Sales / Night/` becomes `Sales/Night`. */
export const tidyFolder = (path: string): string =>
  path
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');

/** Flows whose name, numbers or folder hold the text. */
export function flowsMatching(flows: readonly FlowInfo[], text: string): FlowInfo[] {
  const wanted = text.trim().toLowerCase();
  return flows.filter(({ name, folder, extensions }) =>
    [name, folder, ...extensions].some((part) => part.toLowerCase().includes(wanted)),
  );
}
