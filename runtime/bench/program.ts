import type { ChildProcess, StdioOptions } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ProgramInput } from './programs/program-input.ts';

// ari-client writes to the standard output, which is the bench's own.
const STDIO: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc'];

const scriptOf = (name: string) => fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));

/** Starts a program that serves calls; settles when it says that it is ready. It ends when this process does. */
export async function startProgram(
  name: string,
  input: ProgramInput,
): Promise<{ readonly pid: number; stop(): Promise<void> }> {
  const child = fork(scriptOf(name), {
    env: { ...process.env, BENCH_PROGRAM: JSON.stringify(input) },
    stdio: STDIO,
  });
  await firstMessage(child, name);
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Runs a program that measures something in a process of its own; settles with what it sends. */
export async function runProgram(name: string, input: object, nodeOptions: readonly string[] = []): Promise<unknown> {
  const env = { ...process.env, BENCH_PROGRAM: JSON.stringify(input) };
  const child = fork(scriptOf(name), { env, stdio: STDIO, execArgv: [...nodeOptions] });
  const result = await firstMessage(child, name);
  child.disconnect();
  if (child.exitCode === null) await once(child, 'exit');
  return result;
}

function firstMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The program ${name} ended with code ${code}.`)));
    child.once('error', reject);
  });
}
