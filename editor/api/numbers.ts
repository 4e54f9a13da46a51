import { useQuery } from '@tanstack/react-query';
import type { PhoneNumber } from '#asterisk-config/number';
import { request } from './client.ts';
import { trunkKeys } from './trunks.ts';
import { useChange } from './use-change.ts';

export type NumberInfo = PhoneNumber & {
  readonly trunkName: string;
  readonly inboundFlowName?: string | null;
  readonly outboundFlowName?: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
};

/** A number that somebody called over a trunk, and that nobody has added. */
export interface UnknownNumber {
  /** As the carrier wrote it. */
  readonly dialled: string;
  readonly number?: string | null;
  readonly trunkId: string;
  readonly lastAt: string;
  readonly count: number;
}

interface NumberList {
  readonly numbers: readonly NumberInfo[];
  readonly unknown: readonly UnknownNumber[];
}

const keys = { all: ['numbers'] } as const;
const path = (number: string) => `/api/numbers/${encodeURIComponent(number)}`;

export const useNumbers = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<NumberList>('GET', '/api/numbers'),
    refetchInterval: 15_000,
  });

export const useCreateNumber = () =>
  useChange((number: PhoneNumber) => request<NumberInfo>('POST', '/api/numbers', number), keys.all, trunkKeys.all);

export const useSaveNumber = () =>
  useChange(
    ({ number, ...rest }: PhoneNumber) => request<NumberInfo>('PUT', path(number), rest),
    keys.all,
    trunkKeys.all,
  );

export const useRemoveNumber = () =>
  useChange((number: string) => request<void>('DELETE', path(number)), keys.all, trunkKeys.all);

export const useForgetUnknown = () =>
  useChange(
    (dialled: string) => request<void>('DELETE', `/api/unknown-numbers/${encodeURIComponent(dialled)}`),
    keys.all,
  );
