import { readFileSync } from 'node:fs';

/** Settles when this process should end, with the reason: a signal, or npm, which started it, was killed. */
export function untilEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(`${signal}.`));
    if (process.env.npm_lifecycle_event === undefined) return;
    const started = ancestors();
    setInterval(() => {
      if (ancestors() !== started) resolve('npm is gone.');
    }, 500).unref();
  });
}

/** Parent and grandparent: npm runs a script by a shell, which lives on when npm is killed. */
function ancestors(): string {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${/\) \S (\d+)/.exec(stat)?.[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/**
 * A start may wait a minute for a part that never comes: who asks for an end meanwhile gets it within 3 s. The
 * children are on a leash, so they end with this process.
 */
export async function endWhileStarting(starting: Promise<unknown>, ending: Promise<string>): Promise<void> {
  const settled = starting.then(
    () => {},
    () => {},
  );
  await Promise.race([settled, ending]);
  const late = setTimeout(() => process.exit(1), 3000);
  await settled;
  clearTimeout(late);
}
