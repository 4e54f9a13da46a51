import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Flow } from '#runtime/flow/schema';
import { request } from './client.ts';
import { flowKeys } from './flows.ts';

export interface RevisionInfo {
  readonly number: number;
  readonly note: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly restoredFrom: number | null;
}

const keys = {
  list: (flowId: string) => [...flowKeys.one(flowId), 'revisions'],
  one: (flowId: string, number: number) => [...flowKeys.one(flowId), 'revisions', number],
};

/** Newest first; the first is what new calls run on. */
export const useRevisions = (flowId: string) =>
  useQuery({
    queryKey: keys.list(flowId),
    queryFn: () => request<{ revisions: RevisionInfo[] }>('GET', `/api/flows/${flowId}/revisions`),
    select: ({ revisions }) => revisions,
  });

/** A revision never changes. */
export const useRevision = (flowId: string, number: number | undefined) =>
  useQuery({
    queryKey: keys.one(flowId, number ?? 0),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => request<RevisionInfo & { flow: Flow }>('GET', `/api/flows/${flowId}/revisions/${number}`),
  });

export function usePublish(flowId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (publishing: { note: string; draftVersion: number }) =>
      request<{ number: number }>('POST', `/api/flows/${flowId}/publish`, publishing),
    onSuccess: () => client.invalidateQueries({ queryKey: flowKeys.all }),
  });
}

/** Publishes the content of a revision as a new one. */
export function useGoBack(flowId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (number: number) =>
      request<{ number: number }>('POST', `/api/flows/${flowId}/revisions/${number}/restore`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: flowKeys.all }),
  });
}
