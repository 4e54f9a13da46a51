import * as z from 'zod';
import { flowNames } from '#runtime/store/flows';
import { type CallCount, countCalls } from '#runtime/store/statistics';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';

const sums = { calls: z.int(), answered: z.int(), durationMs: z.int() };
const Statistics = z.strictObject({
  zone: z.string(),
  total: z.strictObject(sums),
  days: z.array(z.strictObject({ date: z.string(), ...sums })).meta({ description: 'Every day, the oldest first.' }),
  flows: z.array(z.strictObject({ flowId: z.string(), flowName: z.string().nullable(), ...sums })),
  ends: z.array(z.strictObject({ end: z.enum(['caller', 'flow', 'failed', 'lost']).nullable(), ...sums })),
});

export function statisticsRoutes(app: App, { store, now }: ServerContext): void {
  app.get(
    '/api/statistics',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Calls by day, flow and end; tests are left out',
        querystring: z.strictObject({
          days: z.coerce.number().int().min(1).max(366).default(7),
          // Not +02:00, which Postgres would take the other way round.
          zone: z
            .string()
            .regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/)
            .max(60)
            .optional()
            .meta({ description: 'Such as Europe/Berlin; that of the machine.' }),
        }),
        response: { 200: Statistics },
      },
    },
    async (request) => {
      const { days, zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = request.query;
      const dayOf = dayIn(zone);
      const counts = await countCalls(store.db, days, zone, new Date(now()));
      const names = await flowNames(store.db, [...new Set(counts.map(({ flowId }) => flowId))]);
      const dates = lastDates(dayOf(now()), days);
      const byFlow = groups(counts, ({ flowId }) => flowId);
      return {
        zone,
        total: sum(counts),
        days: dates.map((date) => ({ date, ...sum(counts.filter((one) => one.date === date)) })),
        flows: [...byFlow]
          .map(([flowId, of]) => ({ flowId, flowName: names.get(flowId) ?? null, ...sum(of) }))
          .sort((a, b) => b.calls - a.calls || a.flowId.localeCompare(b.flowId)),
        ends: [...groups(counts, ({ end }) => end)].map(([end, of]) => ({ end, ...sum(of) })),
      };
    },
  );
}

function sum(counts: readonly CallCount[]): { calls: number; answered: number; durationMs: number } {
  const of = (field: 'calls' | 'answered' | 'durationMs') =>
    Math.round(counts.reduce((total, count) => total + count[field], 0));
  return { calls: of('calls'), answered: of('answered'), durationMs: of('durationMs') };
}

function groups<K>(counts: readonly CallCount[], keyOf: (count: CallCount) => K): Map<K, CallCount[]> {
  const found = new Map<K, CallCount[]>();
  for (const count of counts) found.set(keyOf(count), [...(found.get(keyOf(count)) ?? []), count]);
  return found;
}

/** The date of a moment in a zone, as `2027-03-01`. */
function dayIn(zone: string): (atMs: number) => string {
  try {
    const numbers = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, ...numbers });
    return (atMs) => {
      const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
      return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
    };
  } catch {
    throw new ApiError(400, 'request-invalid', `zone: there is no time zone '${zone}'.`, {
      field: 'zone',
      fix: 'Give one such as Europe/Berlin.',
    });
  }
}

/** By the calendar, so that a day of 23 or 25 hours is a day. */
function lastDates(today: string, days: number): string[] {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  return Array.from({ length: days }, (_, index) =>
    new Date(Date.UTC(year, month - 1, day - days + 1 + index)).toISOString().slice(0, 10),
  );
}
