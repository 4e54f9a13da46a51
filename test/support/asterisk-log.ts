import { readFile } from 'node:fs/promises';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';

/** Asterisk complains of an option that it puts into the astdb itself. */
const expected = /Option 'stir_shaken' is no longer supported/;

/** Warnings and errors in the log of an Asterisk, each once and without its time. */
export async function complaintsOf({ logFile }: Pick<RunningAsterisk, 'logFile'>): Promise<string[]> {
  const lines = (await readFile(logFile, 'utf8')).split('\n');
  const complaints = lines.filter((line) => /\] (WARNING|ERROR)\[/.test(line) && !expected.test(line));
  return [...new Set(complaints.map((line) => line.replace(/^\[[^\]]*\] /, '').replace(/\[\d+\](\[C-\w+\])?/, '')))];
}
