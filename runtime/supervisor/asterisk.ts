import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asteriskFiles, type ControlUser } from '#asterisk-config/asterisk-files';
import type { Dialplan } from '#asterisk-config/dialplan';
import { type ControlPorts, SipHost } from '#asterisk-config/host';
import { reachableAt } from '#asterisk-config/sip-host-settings';
import { prepareAsteriskFolders, writeConfiguration } from './asterisk-folders.ts';
import type { AsteriskInstall } from './asterisk-install.ts';
import { endChild, endOf, type ProcessEnd, tailOf } from './child.ts';
import { spawnLeashed } from './leash.ts';
import { freePort, freeRange } from './ports.ts';

export interface AsteriskOptions {
  install: AsteriskInstall;
  /** Holds everything of this Asterisk; made when missing. */
  folder: string;
  /** Ports and addresses; free ones of loopback by default. */
  host?: SipHost;
  control?: ControlPorts;
  /** Random for each start by default: nobody but the runtime needs them. */
  ari?: ControlUser;
  ami?: ControlUser;
  nodeName?: string;
  /** `patchcord` by default. */
  application?: string;
  dialplan?: Partial<Dialplan>;
  /** Modules to load besides ours, without `.so`. */
  modules?: readonly string[];
  /** Changes the generated files before they are written: for tests and tools. */
  amend?: (files: Record<string, string>) => Record<string, string>;
  /** How long it may take to answer (20 s). */
  readyWithinMs?: number;
}

export interface RunningAsterisk {
  pid: number;
  version: string;
  /** `url` is of the form `http://127.0.0.1:18088/ari`. */
  ari: { url: string; username: string; password: string };
  ami: { host: string; port: number; username: string; password: string };
  sip: { host: string; port: number };
  host: SipHost;
  sipPort: number;
  /** Where ARI's stored recordings are files. */
  recordingFolder: string;
  /** A file in `sounds/x` is played as `sound:x`. */
  soundsFolder: string;
  logFile: string;
  /** Runs one command on the console: `core show channels`. */
  cli(command: string): Promise<string>;
  /** Hangs up all calls and ends it; killed after 3 s. */
  stop(): Promise<void>;
  exited: Promise<ProcessEnd>;
}

/** Ports that a call may use for media by default: 500 calls at once. */
const rtpPorts = 2000;

/** Starts a private Asterisk with our configuration; it dies with this process. Settles when ARI answers. */
export async function startAsterisk(options: AsteriskOptions): Promise<RunningAsterisk> {
  const { install, folder, readyWithinMs = 20_000 } = options;
  const host = options.host ?? (await freeHost());
  const control = options.control ?? { httpPort: await freePort(), amiPort: await freePort() };
  const ari = options.ari ?? controlUser();
  const ami = options.ami ?? controlUser();
  const folders = await prepareAsteriskFolders(folder, install);
  const files = asteriskFiles({
    nodeName: options.nodeName ?? 'patchcord',
    host,
    control,
    folders,
    ari,
    ami,
    dialplan: {
      application: options.application ?? 'patchcord',
      fallbackSound: 'please-try-call-later',
      maxCallSeconds: 4 * 3600,
      ...options.dialplan,
    },
    modules: options.modules,
  });
  await writeConfiguration(folders.configuration, options.amend?.(files) ?? files);

  const [program, ...args] = [...install.command, '-C', join(folders.configuration, 'asterisk.conf')];
  const child = spawnLeashed(program ?? '', [...args, '-f'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const tail = tailOf(child);
  const exited = endOf(child);
  const url = `http://127.0.0.1:${control.httpPort}/ari`;
  const cli = async (command: string) => {
    const { stdout } = await promisify(execFile)(program ?? '', [...args, '-rx', command], { timeout: 10_000 });
    return stdout;
  };
  const running = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  try {
    await answersAri({ url, ...ari }, running, readyWithinMs);
    // ARI answers while other modules still load.
    await cli('core waitfullybooted');
  } catch (error) {
    await endChild(child, 'SIGKILL', 0);
    throw new Error(`Asterisk did not start (${folders.log}/messages.log): ${messageOf(error)}\n${tail()}`);
  }
  return {
    pid: child.pid ?? 0,
    version: install.version,
    ari: { url, ...ari },
    ami: { host: '127.0.0.1', port: control.amiPort, ...ami },
    sip: { host: reachableAt(host.bindAddress), port: host.sipPort },
    host,
    sipPort: host.sipPort,
    recordingFolder: join(folders.spool, 'recording'),
    soundsFolder: join(folders.data, 'sounds'),
    logFile: join(folders.log, 'messages.log'),
    cli,
    async stop() {
      await endChild(child, 'SIGTERM', 3000);
    },
    exited,
  };
}

export async function freeHost(): Promise<SipHost> {
  const rtpFirstPort = await freeRange(rtpPorts);
  return SipHost.parse({ sipPort: await freePort(), rtpFirstPort, rtpLastPort: rtpFirstPort + rtpPorts - 1 });
}

function controlUser(): ControlUser {
  return { username: 'patchcord', password: randomBytes(24).toString('hex') };
}

/**
 * Waits for ARI's pong. Before, the HTTP server answers 404. The password is needed, so that another Asterisk on
 * the port is never taken for ours.
 */
async function answersAri(ari: RunningAsterisk['ari'], running: () => boolean, readyWithinMs: number): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  let last = 'nothing answered';
  while (running()) {
    if (Date.now() > deadline) throw new Error(`not ready within ${readyWithinMs} ms: ${last}`);
    try {
      last = await ariStatus(ari);
      if (last === 'pong') return;
    } catch (error) {
      last = messageOf(error);
    }
    await sleep(40);
  }
  throw new Error('it ended at once');
}

async function ariStatus({ url, username, password }: RunningAsterisk['ari']): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${url}/asterisk/ping`, {
    headers: { authorization },
    signal: AbortSignal.timeout(2000),
  });
  const text = await response.text();
  return response.ok && text.includes('pong') ? 'pong' : `status ${response.status}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
