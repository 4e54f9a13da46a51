import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findInstance, InstanceStatus } from '#runtime/supervisor/instance';
import { placesIn } from '#runtime/supervisor/state-folder';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export interface SupervisorProcess {
  child: ChildProcess;
  folder: string;
  /** Of the moment when everything was ready. */
  status: InstanceStatus;
  /** The status now. */
  ask(): Promise<InstanceStatus>;
  /** Kills what is left and removes the folder. */
  dispose(): Promise<void>;
}

/** A supervisor in a process of its own, with real Asterisk and Postgres and a stand-in for the runtime. */
export async function startSupervisorProcess(folder?: string): Promise<SupervisorProcess> {
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'pc-sup-')));
  const child = spawn(process.execPath, [here('supervisor-process.mjs'), root, here('fake-runtime.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const first = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => {
      throw new Error(`the supervisor ended: ${errors}`);
    }),
  ]);
  return {
    child,
    folder: root,
    status: InstanceStatus.parse(JSON.parse(first[0])),
    async ask() {
      const found = await findInstance(placesIn(root));
      if (typeof found !== 'object') throw new Error(`the supervisor is ${found ?? 'not there'}`);
      return found;
    },
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      // A database that ends with its killed supervisor may still write for a moment.
      await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The pids of all processes that have this folder in their command line. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
      } catch {
        return false;
      }
    });
}

/** Polls until it is true; throws after `withinMs`. Returns how long it took, in ms. */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean, withinMs: number): Promise<number> {
  const begun = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - begun > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(25);
  }
  return performance.now() - begun;
}

/** Whether a process runs; one that is dead and only waits to be noticed by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    const state = /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
