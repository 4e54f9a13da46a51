import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a task while no other process on this machine runs one under the same lock file. Waits for it; a lock whose
 * process is gone is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T> | T} task
 * @param {() => void} [onWait]  called once when another process has to be waited for
 * @returns {Promise<T>}
 */
export async function withLock(file, task, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  let waiting = false;
  while (!take(file)) {
    if (!waiting) onWait();
    waiting = true;
    await sleep(200);
  }
  try {
    return await task();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = holderOf(file);
  if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
  return false;
}

/** @param {string} file */
function holderOf(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    // Empty for a moment: made, and not yet written.
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
