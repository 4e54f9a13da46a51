import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Flow } from '#runtime/flow/schema';
import { queryOf, request } from './client.ts';

/** A flow in the list. */
export interface FlowInfo {
  readonly id: string;
  readonly name: string;
  /** Path of names, such as `Sales/Night`; empty at the top. */
  readonly folder: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt: string | null;
  /** What new calls run on; null before the first publish. */
  readonly revision: number | null;
  readonly draftVersion: number;
  readonly extensions: readonly string[];
  /** The draft differs from the current revision. */
  readonly changed?: boolean;
  readonly calls?: { readonly today: number; readonly live: number };
}

export interface Draft {
  readonly flow: Flow;
  readonly version: number;
  readonly savedAt: string;
  readonly savedBy: string;
}

export const flowKeys = {
  all: ['flows'],
  list: (bin: boolean) => ['flows', { bin }],
  one: (id: string) => ['flows', id],
  draft: (id: string) => ['flows', id, 'draft'],
} as const;

export const useFlows = (bin = false) =>
  useQuery({
    queryKey: flowKeys.list(bin),
    queryFn: () => request<{ flows: FlowInfo[] }>('GET', `/api/flows${queryOf({ bin: bin || undefined })}`),
    select: ({ flows }) => flows,
  });

export const getDraft = (id: string): Promise<Draft> => request('GET', `/api/flows/${id}/draft`);

/** Saves; refused with `draft-conflict` when somebody saved since `basedOn`. */
export const saveDraft = (flow: Flow, basedOn: number): Promise<{ version: number; savedAt: string }> =>
  request('PUT', `/api/flows/${flow.id}/draft`, { flow, basedOn });

export function useCreateFlow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (flow: { name: string; folder?: string; template?: string }) =>
      request<FlowInfo>('POST', '/api/flows', flow),
    onSuccess: () => client.invalidateQueries({ queryKey: flowKeys.all }),
  });
}
