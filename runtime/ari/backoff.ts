const FIRST_MS = 100;
const MOST_MS = 2_000;

/** How long to wait before the attempt after `failures` failed ones: 0.1 s doubling to 2 s, spread over its upper half. */
export function backoffMs(failures: number, random: () => number): number {
  const mostMs = Math.min(MOST_MS, FIRST_MS * 2 ** failures);
  return mostMs / 2 + (mostMs / 2) * random();
}
