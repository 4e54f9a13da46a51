import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { withLock } from '../setup/lock.mjs';
import { shortFolder } from './short-folder.ts';
import type { StateFolder } from './state-folder.ts';

const Process = z.object({ pid: z.int(), restarts: z.int(), version: z.string().optional() });

/** What a running supervisor says of itself; `undefined` for what is being restarted or is not there at all. */
export const InstanceStatus = z.object({
  pid: z.int(),
  stateFolder: z.string(),
  nodeName: z.string(),
  startedAt: z.string(),
  /** Of the editor and the API. */
  address: z.string().optional(),
  tokenFile: z.string(),
  liveCalls: z.int(),
  versions: z.object({ patchcord: z.string(), node: z.string() }),
  runtime: Process.optional(),
  asterisk: Process.extend({ sipAddress: z.string(), ariPort: z.int(), amiPort: z.int() }).optional(),
  postgres: Process.optional(),
});
export type InstanceStatus = z.infer<typeof InstanceStatus>;

export class AlreadyRunning extends Error {
  readonly code = 'already-running';
  readonly fix: string;

  constructor(stateFolder: string, pid: number | undefined) {
    super(`Patchcord already runs on ${stateFolder}${pid === undefined ? '' : ` (process ${pid})`}.`);
    this.name = 'AlreadyRunning';
    this.fix = `Use it, end it (kill ${pid ?? '<pid>'}), or set PATCHCORD_HOME to another folder.`;
  }
}

/**
 * Claims a state folder for this process by listening on a socket in it. The kernel frees the claim with the
 * process, however that ends, and no other process can be mistaken for it, as a reused pid in a file could be.
 * Everybody who connects gets the status as JSON. Throws AlreadyRunning.
 */
export async function claimStateFolder(
  folder: StateFolder,
  status: () => InstanceStatus,
): Promise<() => Promise<void>> {
  // Says that somebody may be there, also when the socket itself is elsewhere because its path would be too long.
  await mkdir(folder.run, { recursive: true, mode: 0o700 });
  const path = await socketPath(folder);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(JSON.stringify(status()));
  });
  await withLock(`${path}.lock`, async () => {
    const other = await askStatus(path);
    if (other !== 'nobody') throw new AlreadyRunning(folder.root, other === 'silent' ? undefined : other.pid);
    await rm(path, { force: true });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    await chmod(path, 0o600);
  });
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(path, { force: true });
  };
}

/** The instance that runs on a state folder: its status, `silent` when it does not answer, undefined for none. */
export async function findInstance(folder: StateFolder): Promise<InstanceStatus | 'silent' | undefined> {
  if (!existsSync(folder.run)) return undefined;
  const answer = await askStatus(await socketPath(folder));
  return answer === 'nobody' ? undefined : answer;
}

async function socketPath(folder: StateFolder): Promise<string> {
  return join(await shortFolder(folder.run), 'supervisor.sock');
}

function askStatus(path: string): Promise<InstanceStatus | 'silent' | 'nobody'> {
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection(path);
    socket.setEncoding('utf8').setTimeout(2000, () => socket.destroy());
    socket.on('data', (data) => {
      text += data;
    });
    let connected = false;
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!connected) resolve('nobody');
      else resolve(parsed(text) ?? 'silent');
    });
  });
}

function parsed(text: string): InstanceStatus | undefined {
  try {
    return InstanceStatus.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
