import { useQuery } from '@tanstack/react-query';
import type { Finding } from '#asterisk-config/finding';
import { queryOf, request } from './client.ts';

export type FoundInCall = Finding & { readonly callId: string };

/** Calls that never reached a flow; the same again is one with a count. */
export interface RefusedCall {
  readonly at: string;
  readonly count: number;
  readonly from: string;
  readonly dialled: string;
  readonly sourceAddress: string;
  readonly code: number;
  readonly words: string;
  readonly finding: Finding;
}

/** What went wrong in a call, the worst first. */
export const useCallFindings = (callId: string) =>
  useQuery({
    queryKey: ['findings', 'call', callId],
    queryFn: () => request<{ findings: FoundInCall[] }>('GET', `/api/calls/${encodeURIComponent(callId)}/findings`),
    select: ({ findings }) => findings,
  });

/** What went wrong in calls of a number, newest first. */
export const useNumberFindings = (number: string) =>
  useQuery({
    queryKey: ['findings', 'number', number],
    queryFn: () =>
      request<{ findings: FoundInCall[] }>('GET', `/api/numbers/${encodeURIComponent(number)}/findings?limit=5`),
    select: ({ findings }) => findings,
    refetchInterval: 15_000,
  });

export const useRefusedCalls = (filter: { readonly trunk?: string; readonly number?: string }) =>
  useQuery({
    queryKey: ['refused-calls', filter],
    queryFn: () => request<{ calls: RefusedCall[] }>('GET', `/api/refused-calls${queryOf({ ...filter, limit: 8 })}`),
    select: ({ calls }) => calls,
    refetchInterval: 15_000,
  });
