import { useQuery } from '@tanstack/react-query';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { request } from './client.ts';
import { trunkKeys } from './trunks.ts';
import { useChange } from './use-change.ts';

export interface TestOptions {
  readonly trunkId: string;
  /** Calls this number over the trunk. */
  readonly to?: string;
  /** Keeps that call for 35 s. */
  readonly hold?: boolean;
  /** Waits for somebody to call this number. */
  readonly callMe?: { readonly number: string };
}

const LOOK_MS = 700;
const path = (id: string) => `/api/trunk-tests/${encodeURIComponent(id)}`;

export const useStartTest = () =>
  useChange((options: TestOptions) => request<TrunkTest>('POST', '/api/trunk-tests', options), trunkKeys.all);

export const useCancelTest = () => useChange((id: string) => request<void>('DELETE', path(id)));

/** A test as it goes on, looked at until it is over. */
export const useTrunkTest = (id: string | undefined) =>
  useQuery({
    queryKey: ['trunk-tests', id],
    enabled: id !== undefined,
    queryFn: () => request<TrunkTest>('GET', path(id ?? '')),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? LOOK_MS : false),
  });
