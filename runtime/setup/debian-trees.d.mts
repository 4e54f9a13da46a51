export interface DebianTree {
  name: string;
  suite: string;
  packages: string[];
  recommends: boolean;
  probe: string;
  what: string;
}

export const debianTrees: Record<'asterisk' | 'flite' | 'sipp' | 'asterisk16' | 'chromium', DebianTree>;
export const treesFor: Record<'start' | 'test' | 'build', DebianTree[]>;

/** Undefined on an architecture that we take no Debian packages for. */
export function debianArchitecture(arch?: string): { name: string; multiarch: string; loader: string } | undefined;

export function cacheFolder(env?: NodeJS.ProcessEnv): string;
export function treeFolder(tree: DebianTree, env?: NodeJS.ProcessEnv): string;

/** The folder of an extracted tree, undefined when it is not there. */
export function findTree(tree: DebianTree, env?: NodeJS.ProcessEnv): string | undefined;

/** Program and first arguments that start a program (path inside the tree) of an extracted tree. */
export function treeCommand(root: string, program: string): [string, ...string[]];

/** The folders of an extracted tree's libraries, in the order of the search. */
export function treeLibraries(root: string): string[];
