import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface LeashOptions extends Omit<SpawnOptions, 'uid' | 'gid'> {
  /** Sent to the child when this process dies, however it dies. */
  signalOnDeath?: 'SIGKILL' | 'SIGINT' | 'SIGTERM';
  /** Who holds the leash: the kernel where it can, else a shell at the other end of a pipe. */
  heldBy?: 'kernel' | 'pipe';
  /** Only as root: run as this user and group, with no other group. */
  uid?: number;
  /** Only as root, with `uid`: the child may enter folders that are closed to that user. Needs setpriv. */
  readsEverywhere?: boolean;
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
let setprivHasLeash: boolean | undefined;
let readCapability: string | undefined;

/** Whether the kernel itself can hold the leash: util-linux 2.33 (2018) or later, on Linux. */
function kernelLeash(): boolean {
  if (process.platform !== 'linux' || setpriv === undefined) return false;
  setprivHasLeash ??= runs(setpriv, ['--pdeathsig', 'KILL', 'true']);
  return setprivHasLeash;
}

/** Whether a child of another user can be given `readsEverywhere` here. */
export function canReadEverywhere(uid: number): boolean {
  // A container often lacks the first, which is the smaller one.
  readCapability ??= ['dac_read_search', 'dac_override'].find(
    (name) => setpriv !== undefined && runs(setpriv, [...identity(uid, name), 'true']),
  );
  return readCapability !== undefined;
}

/**
 * Spawns a child that dies with this process, also when this process is killed by SIGKILL. On Linux by
 * PR_SET_PDEATHSIG, which a change of user clears: so setpriv changes the user and then sets the signal (prctl(2)).
 * Elsewhere a small shell holds the other end of a pipe and kills the child when the pipe closes.
 */
export function spawnLeashed(command: string, args: readonly string[], options: LeashOptions): ChildProcess {
  const {
    signalOnDeath = 'SIGKILL',
    heldBy = kernelLeash() ? 'kernel' : 'pipe',
    uid,
    readsEverywhere = false,
    ...given
  } = options;
  // In a session of its own: Ctrl-C in a terminal reaches the supervisor only, which then ends all in order.
  const rest = { ...given, detached: true };
  const signal = signalOnDeath.slice(3);
  if (setpriv !== undefined && heldBy === 'kernel') {
    const user =
      uid === undefined ? [] : identity(uid, readsEverywhere && canReadEverywhere(uid) ? readCapability : undefined);
    return spawn(setpriv, [...user, '--pdeathsig', signal, '--', command, ...args], rest);
  }
  const child = spawn(command, args, { ...rest, ...(uid === undefined ? {} : { uid, gid: uid }) });
  if (child.pid !== undefined) holdLeash(child, child.pid, signal);
  return child;
}

function holdLeash(child: ChildProcess, pid: number, signal: string): void {
  const holder = spawn('/bin/sh', ['-c', 'read -r line; kill -s "$1" "$2"', 'leash', signal, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  holder.unref();
  child.once('exit', () => holder.kill('SIGKILL'));
}

function identity(uid: number, capability?: string): string[] {
  const user = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups'];
  if (capability === undefined) return user;
  const only = `-all,+${capability}`;
  // access(2), which Postgres asks before it starts its own programs, believes in capabilities of a user who is not
  // root only with this bit.
  return [...user, '--inh-caps', only, '--ambient-caps', only, '--securebits', '+no_setuid_fixup'];
}

function runs(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}
