import type { Flow } from '#runtime/flow/schema';

/** Edits that the server does not have yet, in this browser: a reload or a crash loses nothing. */
export interface Backup {
  readonly flow: Flow;
  /** What they were made on. */
  readonly base: Flow;
  readonly basedOn: number;
}

const keyOf = (flowId: string): string => `patchcord.unsaved.${flowId}`;

export function keepBackup(backup: Backup): void {
  try {
    localStorage.setItem(keyOf(backup.flow.id), JSON.stringify(backup));
  } catch {
    // A full or forbidden store leaves the edits in memory, where they are saved from.
  }
}

export function dropBackup(flowId: string): void {
  localStorage.removeItem(keyOf(flowId));
}

export function readBackup(flowId: string): Backup | undefined {
  try {
    const text = localStorage.getItem(keyOf(flowId));
    return text === null ? undefined : (JSON.parse(text) as Backup);
  } catch {
    return undefined;
  }
}
