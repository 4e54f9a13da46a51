import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs one command on the console of an Asterisk that runs already, and gives back what it prints. */
export type Console = (command: string) => Promise<string>;

/** @param command the program and its first arguments @param folder of its configuration */
export function consoleOf([program, ...args]: readonly [string, ...string[]], folder: string): Console {
  return async (command) => {
    const all = [...args, '-C', join(folder, 'asterisk.conf'), '-rx', command];
    const { stdout } = await promisify(execFile)(program, all, { timeout: 20_000, maxBuffer: 16_000_000 });
    return stdout;
  };
}
