import type { DialRules } from '#asterisk-config/dial-rules';

/** When, in milliseconds since the Unix epoch, and over which trunk. */
export type RecentCall = readonly [atMs: number, trunkId: string | null];

export interface DialRefusal {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What one trunk carries. */
export interface TrunkLimits {
  readonly trunkId: string;
  readonly maxCalls?: number | undefined;
  readonly maxCallsPerSecond?: number | undefined;
}

/** Calls per second as so many calls in so long: half a call in a second is one in two. */
function isTooSoon(perSecond: number, recent: readonly RecentCall[], now: number): boolean {
  const calls = Math.max(1, Math.floor(perSecond));
  const windowMs = (calls / perSecond) * 1_000;
  return recent.filter(([atMs]) => atMs > now - windowMs).length >= calls;
}

/** The limit that one more call would pass. */
export function firstReached(
  limits: DialRules,
  standing: {
    readonly number: string;
    readonly now: number;
    readonly recent: readonly RecentCall[];
    readonly concurrent: number;
    readonly calls: number;
    readonly ms: number;
  },
): DialRefusal | undefined {
  const { number, now, recent, concurrent, calls, ms } = standing;
  if (ms >= limits.minutesPerDay * 60_000)
    return {
      code: 'dial-minutes-reached',
      message: `The ${limits.minutesPerDay} minutes of outside calls of this day (UTC) are used up.`,
      fix: 'Wait for the next day, or raise the minutes a day in the dial rules.',
    };
  if (calls >= limits.perNumberPerDay)
    return {
      code: 'dial-number-reached',
      message: `${number} was called ${calls} times on this day (UTC), which is the limit.`,
      fix: 'Wait for the next day, or raise the calls per number and day in the dial rules.',
    };
  if (concurrent >= limits.concurrent)
    return {
      code: 'dial-concurrent-reached',
      message: `${concurrent} outside calls go on, which is the limit.`,
      fix: 'Wait until one is over, or raise the calls at a time in the dial rules.',
    };
  if (isTooSoon(limits.callsPerSecond, recent, now))
    return {
      code: 'dial-rate-reached',
      message: `Outside calls begin faster than ${limits.callsPerSecond} a second.`,
      fix: 'Try again in a second, or raise the calls per second in the dial rules.',
    };
  return undefined;
}

/** Of these trunks, those that can carry one more call. */
export function openTrunks(
  trunks: readonly TrunkLimits[],
  {
    now,
    recent,
    byTrunk,
  }: {
    readonly now: number;
    readonly recent: readonly RecentCall[];
    readonly byTrunk: Readonly<Record<string, number>>;
  },
): { readonly ok: true; readonly trunkIds: readonly string[] } | ({ readonly ok: false } & DialRefusal) {
  const open = trunks.filter(({ trunkId, maxCalls, maxCallsPerSecond }) => {
    if (maxCalls !== undefined && (byTrunk[trunkId] ?? 0) >= maxCalls) return false;
    const own = recent.filter(([, id]) => id === trunkId);
    return maxCallsPerSecond === undefined || !isTooSoon(maxCallsPerSecond, own, now);
  });
  if (open.length > 0 || trunks.length === 0) return { ok: true, trunkIds: open.map(({ trunkId }) => trunkId) };
  return {
    ok: false,
    code: 'trunk-busy',
    message: `The trunk ${trunks.map(({ trunkId }) => trunkId).join(', ')} carries as many calls as it may.`,
    fix: 'Wait until one is over, or raise the limits of the trunk.',
  };
}
