import type { CallEnd, CallRecord } from '#runtime/flow/record';
import type { CallFilter } from '../api/calls.ts';

/** What the person looks for among the calls: kept in the address of the page, so that it can be sent and bookmarked. */
export interface CallSearch {
  readonly q: string;
  readonly flow: string;
  readonly direction: '' | CallRecord['direction'];
  readonly end: '' | CallEnd['by'];
  readonly days: '' | 'today' | 'yesterday' | 'week' | 'month' | 'between';
  /** Local days, such as `2027-03-01`, for `between`. */
  readonly from: string;
  readonly to: string;
  readonly length: '' | keyof typeof LENGTHS;
  readonly tests: '' | 'all' | 'only';
}

export const LENGTHS = {
  short: { maxDurationMs: 30_000 },
  medium: { minDurationMs: 30_000, maxDurationMs: 120_000 },
  long: { minDurationMs: 120_000, maxDurationMs: 600_000 },
  longest: { minDurationMs: 600_000 },
} as const;

const CHOICES = {
  direction: ['inbound', 'outbound'],
  end: ['caller', 'flow', 'failed', 'lost'],
  days: ['today', 'yesterday', 'week', 'month', 'between'],
  length: Object.keys(LENGTHS),
  tests: ['all', 'only'],
} as const;
const TEXTS = ['q', 'flow', 'from', 'to'] as const;
const MAX_TEXT = 80;

/** What an address asks for; what is not understood is left out. */
export function searchOf(params: URLSearchParams): CallSearch {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, (params.get(name) ?? '').slice(0, MAX_TEXT)]));
  const choices = Object.entries(CHOICES).map(([name, known]) => {
    const value = params.get(name) ?? '';
    return [name, (known as readonly string[]).includes(value) ? value : ''];
  });
  return { ...texts, ...Object.fromEntries(choices) } as CallSearch;
}

export const paramsOf = (search: CallSearch): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));

export const isNarrowed = (search: CallSearch): boolean => Object.values(search).some((value) => value !== '');

/** The same for the API; days are those of the person's clock. */
export function filterOf(search: CallSearch, now: Date): CallFilter {
  const { q, flow, direction, end, length, tests } = search;
  const { from, to } = timesOf(search, now);
  return {
    q: q.trim() || undefined,
    flow: flow || undefined,
    direction: direction || undefined,
    end: end || undefined,
    from: from?.toISOString(),
    to: to?.toISOString(),
    ...(length === '' ? {} : LENGTHS[length]),
    test: tests === 'only' ? 'true' : tests || undefined,
  };
}

function timesOf({ days, from, to }: CallSearch, now: Date): { from?: Date | undefined; to?: Date | undefined } {
  switch (days) {
    case 'today':
      return { from: midnight(now, 0) };
    case 'yesterday':
      return { from: midnight(now, -1), to: midnight(now, 0) };
    case 'week':
      return { from: midnight(now, -6) };
    case 'month':
      return { from: midnight(now, -29) };
    case 'between':
      // Both days are meant to the full.
      return { from: dayOf(from, 0), to: dayOf(to, 1) };
    case '':
      return {};
  }
}

const midnight = (now: Date, days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);

function dayOf(text: string, plusDays: number): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return year === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(day) + plusDays);
}
