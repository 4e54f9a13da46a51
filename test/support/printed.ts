import { vi } from 'vitest';
import { main } from '#runtime/cli/main';

/** Runs one command line in this process; what it printed to its output, and its exit code. */
export async function printed(...args: readonly string[]): Promise<{ output: string; exitCode: number }> {
  let output = '';
  const before = process.exitCode;
  process.exitCode = 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ];
  try {
    return { exitCode: await main(args), output };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = before;
  }
}
