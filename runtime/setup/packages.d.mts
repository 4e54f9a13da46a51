/** Whether node_modules holds what package-lock.json says. */
export function packagesAreCurrent(root: string): boolean;
/** Makes the links between library names that npm can't carry; returns how many were missing. */
export function linkPostgresLibraries(root: string): number;
