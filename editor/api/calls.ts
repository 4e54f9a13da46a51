import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallEnd, CallRecord } from '#runtime/flow/record';
import { queryOf, request } from './client.ts';

/** A call in a list. */
export interface CallRow {
  readonly id: string;
  readonly flowId: string;
  readonly flowName?: string | null;
  readonly revision: number;
  readonly direction: CallRecord['direction'];
  readonly caller: string;
  readonly callerName?: string | null;
  readonly called: string;
  readonly test: boolean;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs?: number | null;
  readonly endBy: CallEnd['by'] | null;
  readonly endCode: string | null;
  /** The last node that the call was in. */
  readonly nodeId?: string | null;
}

export interface RecordingInfo {
  readonly id: string;
  readonly kind: 'call' | 'step';
  readonly nodeId: string | null;
  readonly durationMs: number;
  /** False when the file holds less than was recorded. */
  readonly complete: boolean;
}

export interface CallDetails {
  readonly live: boolean;
  readonly record: CallRecord;
  readonly recordings: readonly RecordingInfo[];
}

/** As the API takes it. Without `test` the test calls are left out. */
export interface CallFilter {
  readonly q?: string | undefined;
  readonly flow?: string | undefined;
  readonly direction?: CallRecord['direction'] | undefined;
  readonly end?: CallEnd['by'] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly minDurationMs?: number | undefined;
  readonly maxDurationMs?: number | undefined;
  readonly test?: 'true' | 'all' | undefined;
}

interface CallPage {
  readonly calls: readonly CallRow[];
  readonly nextCursor: string | null;
}

export const callKeys = {
  log: ['calls', 'log'],
  live: ['calls', 'live'],
  one: (id: string) => ['calls', 'one', id],
} as const;

const PAGE = 50;

/** Calls that are over or going on, newest first, a page at a time. */
export const useCallLog = (filter: CallFilter) =>
  useInfiniteQuery({
    queryKey: [...callKeys.log, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      request<CallPage>('GET', `/api/calls${queryOf({ ...filter, limit: PAGE, cursor: pageParam })}`),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (before) => before,
  });

export const csvAddress = (filter: CallFilter): string => `/api/calls.csv${queryOf({ ...filter })}`;

export const getLiveCalls = () => request<{ calls: CallRow[] }>('GET', '/api/calls/live');
export const getCall = (id: string) => request<CallDetails>('GET', `/api/calls/${encodeURIComponent(id)}`);

export const recordingAddress = (callId: string, recordingId: string): string =>
  `/api/calls/${encodeURIComponent(callId)}/recordings/${encodeURIComponent(recordingId)}`;

/** How loud a recording is, for each channel, from 0 to 1. */
export interface Peaks {
  readonly channels: readonly (readonly number[])[];
  readonly durationMs: number;
}

/** What a waveform is drawn from without loading the audio; null where it must be. */
export const getPeaks = (callId: string, recordingId: string, points: number): Promise<Peaks | null> =>
  request<Peaks>('GET', `${recordingAddress(callId, recordingId)}/peaks${queryOf({ points })}`).catch(() => null);

export function useDeleteCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>('DELETE', `/api/calls/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: callKeys.log }),
  });
}

interface CallSums {
  readonly calls: number;
  readonly answered: number;
  readonly durationMs: number;
}

/** What calls came to; tests are left out. */
export interface CallStatistics {
  readonly total: CallSums;
  /** Every day, the oldest first; `date` such as `2027-03-01`. */
  readonly days: readonly (CallSums & { readonly date: string })[];
  readonly flows: readonly (CallSums & { readonly flowId: string; readonly flowName: string | null })[];
  readonly ends: readonly (CallSums & { readonly end: CallEnd['by'] | null })[];
}

/** Calls of the last days, by the days of the person's clock. */
export const useStatistics = (days: number) =>
  useQuery({
    queryKey: [...callKeys.log, 'statistics', days],
    queryFn: () => request<CallStatistics>('GET', `/api/statistics${queryOf({ days, zone: zoneHere() })}`),
    staleTime: 30_000,
    placeholderData: (before) => before,
  });

const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
