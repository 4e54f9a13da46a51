/** Runs a task while no other process on this machine runs one under the same lock file; waits for it. */
export function withLock<T>(file: string, task: () => Promise<T> | T, onWait?: () => void): Promise<T>;
