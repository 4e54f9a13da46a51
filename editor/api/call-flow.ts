import { useQuery } from '@tanstack/react-query';
import type { Flow } from '#runtime/flow/schema';
import { ApiProblem, request } from './client.ts';
import { getDraft } from './flows.ts';

/** The drawing that a call ran on. */
export interface CallFlow {
  readonly flow: Flow;
  /** False when it is only the flow as it is now: tests run on drafts, which are not kept. */
  readonly isExact: boolean;
}

/** The drawing that a call ran on; null when it is not here any more. */
export const useCallFlow = (flowId: string | undefined, revision: number | undefined) =>
  useQuery({
    queryKey: ['flows', flowId, 'of-call', revision],
    enabled: flowId !== undefined && revision !== undefined,
    // A revision never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => callFlow(flowId ?? '', revision ?? 0),
  });

async function callFlow(flowId: string, revision: number): Promise<CallFlow | null> {
  try {
    if (revision > 0) {
      const { flow } = await request<{ flow: Flow }>('GET', `/api/flows/${flowId}/revisions/${revision}`);
      return { flow, isExact: true };
    }
    return { flow: (await getDraft(flowId)).flow, isExact: false };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
