import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type RuntimeConfig, runtimeEnvironment } from '#runtime/config';
import { endChild, endOf, type ProcessEnd } from './child.ts';
import { spawnLeashed } from './leash.ts';
import { frozenAfterMs, RuntimeMessage } from './messages.ts';
import { watch } from './watchdog.ts';

export interface RuntimeOptions {
  /** The module to run with this Node: `dist/runtime/main.js`. */
  script: string;
  config: RuntimeConfig;
  logFile: string;
  /** Called when it was silent for 3 s and is killed. */
  onFrozen?: () => void;
  onMessage?: (message: RuntimeMessage) => void;
  /** How long it may take until it is ready (60 s: it may have to bring the database up to date). */
  readyWithinMs?: number;
}

export interface RunningRuntime {
  pid: number;
  /** Of the editor and the API: `http://127.0.0.1:4300`. */
  address: string;
  stop(): Promise<void>;
  exited: Promise<ProcessEnd>;
}

/**
 * A call's short-lived objects die young in a space of this size (MB) rather than being copied out of a smaller one. It has
 * this size from the start: V8 lets it grow only while many objects survive, and these do because it is small.
 */
const YOUNG_GENERATION = ['--min-semi-space-size=32', '--max-semi-space-size=32'];

/** A log larger than this is put aside at the next start; one older log is kept. */
const largestLogBytes = 20_000_000;

/** Starts the runtime process; settles when it says that it is ready. It is killed when it freezes. */
export async function startRuntime(options: RuntimeOptions): Promise<RunningRuntime> {
  const { script, config, logFile, readyWithinMs = 60_000 } = options;
  const log = await openLog(logFile);
  const child = spawnLeashed(process.execPath, ['--enable-source-maps', ...YOUNG_GENERATION, script], {
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    env: { ...process.env, ...runtimeEnvironment(config) },
  });
  await log.close();
  const exited = endOf(child);
  const dog = watch(frozenAfterMs, () => {
    options.onFrozen?.();
    child.kill('SIGKILL');
  });
  exited.then(() => dog.stop());

  const address = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The runtime was not ready within ${readyWithinMs} ms (${logFile}).`));
    }, readyWithinMs);
    child.on('message', (raw) => {
      const message = RuntimeMessage.safeParse(raw);
      if (!message.success) return;
      dog.alive();
      options.onMessage?.(message.data);
      if (message.data.type !== 'ready') return;
      clearTimeout(late);
      resolve(message.data.address);
    });
    exited.then(({ code, signal }) => {
      clearTimeout(late);
      reject(new Error(`The runtime ended at once (${signal ?? `exit code ${code}`}); its log is ${logFile}.`));
    });
  });
  return {
    pid: child.pid ?? 0,
    address,
    async stop() {
      dog.stop();
      await endChild(child, 'SIGTERM', 5000);
    },
    exited,
  };
}

async function openLog(file: string) {
  await mkdir(dirname(file), { recursive: true });
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largestLogBytes) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
}
