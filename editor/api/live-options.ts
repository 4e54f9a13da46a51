import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JsonObject } from '#runtime/flow/json';
import { queryOf, request } from './client.ts';

interface LiveOption {
  readonly value: string;
  readonly label: string;
}

/** Choices for a setting that the step looks up, such as the rooms of a calendar. */
export const useLiveOptions = (step: string, field: string, search: string, settings: JsonObject) =>
  useQuery({
    queryKey: ['live-options', step, field, search, JSON.stringify(settings)],
    staleTime: 30_000,
    enabled: step !== '',
    placeholderData: keepPreviousData,
    queryFn: () =>
      request<{ options: LiveOption[] }>(
        'GET',
        `/api/steps/${encodeURIComponent(step)}/options/${encodeURIComponent(field)}${queryOf({ q: search, settings: JSON.stringify(settings) })}`,
      ),
    select: ({ options }) => options,
  });
