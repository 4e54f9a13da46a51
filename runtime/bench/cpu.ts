import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's USER_HZ, which is 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS_PER_SECOND = 100;

/**
 * CPU time in ms that a process and all its descendants have used, with that of their ended children. Grows only; the
 * kernel counts in steps of 10 ms.
 */
export function cpuMsOf(pid: number): number {
  const processes = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    const found = /^[0-9]+$/.test(name) ? statOf(Number(name)) : undefined;
    if (found !== undefined) processes.set(Number(name), found);
  }
  const isBelow = (each: number): boolean => {
    if (each === pid) return true;
    const parent = processes.get(each)?.parent ?? 0;
    return parent > 1 && isBelow(parent);
  };
  let ticks = 0;
  for (const [each, found] of processes) if (isBelow(each)) ticks += found.ticks;
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

function statOf(pid: number): { parent: number; ticks: number } | undefined {
  try {
    // The second field is the name, which may hold blanks and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const at = (field: number) => Number(fields[field - 3]);
    return { parent: at(4), ticks: at(14) + at(15) + at(16) + at(17) };
  } catch {
    return undefined;
  }
}
