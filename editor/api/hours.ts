import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Hours, HoursOverride, HoursState } from '#runtime/flow/hours';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

/** Opening hours in the list. */
export interface HoursInfo extends Hours {
  readonly now: { readonly state: HoursState; readonly until: string | null; readonly holiday?: string };
  readonly usedBy: readonly { readonly flowId: string }[];
}

export type HoursBody = Omit<Hours, 'id' | 'override'>;

const keys = { all: ['hours'] } as const;
const path = (id: string) => `/api/hours/${encodeURIComponent(id)}`;

/** All opening hours. What is open changes with the clock, so it is asked again every half minute. */
export const useHours = () =>
  useQuery({
    queryKey: keys.all,
    refetchInterval: 30_000,
    queryFn: () => request<{ hours: HoursInfo[] }>('GET', '/api/hours'),
    select: ({ hours }) => hours,
  });

export const useOneHours = (id: string) =>
  useQuery({
    queryKey: [...keys.all, id],
    refetchInterval: 30_000,
    queryFn: () => request<HoursInfo>('GET', path(id)),
  });

export const useCreateHours = () =>
  useChange((hours: HoursBody) => request<HoursInfo>('POST', '/api/hours', hours), keys.all);

/** Saves; what the server made of it is there at once. */
export function useSaveHours() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...hours }: HoursBody & { id: string }) => request<HoursInfo>('PUT', path(id), hours),
    onSuccess: (saved) => {
      client.setQueryData([...keys.all, saved.id], saved);
      void client.invalidateQueries({ queryKey: keys.all });
    },
  });
}

export const useRemoveHours = () => useChange((id: string) => request<void>('DELETE', path(id)), keys.all);

/** Opens or closes at once, whatever the week says; null goes back to the week. */
export const useOverrideHours = () =>
  useChange(
    ({ id, override }: { id: string; override: HoursOverride | null }) =>
      request<HoursInfo>('PUT', `${path(id)}/override`, { override }),
    keys.all,
  );
