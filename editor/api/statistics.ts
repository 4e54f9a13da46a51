import { useQuery } from '@tanstack/react-query';
import type { CallEnd } from '#runtime/flow/record';
import { queryOf, request } from './client.ts';

interface Sum {
  readonly calls: number;
  readonly answered: number;
  readonly durationMs: number;
}

/** Counts of calls; tests are left out. */
export interface Statistics {
  readonly total: Sum;
  /** The oldest first. */
  readonly days: readonly (Sum & { readonly date: string })[];
  readonly flows: readonly (Sum & { readonly flowId: string; readonly flowName: string | null })[];
  readonly ends: readonly (Sum & { readonly end: CallEnd['by'] | null })[];
}

export const useStatistics = (days: number) =>
  useQuery({
    queryKey: ['statistics', days],
    placeholderData: (before: Statistics | undefined) => before,
    queryFn: () => {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      return request<Statistics>('GET', `/api/statistics${queryOf({ days, zone })}`);
    },
  });
