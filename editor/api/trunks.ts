import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SettingsProblem } from '#asterisk-config/settings-problem';
import type { SecretName } from '#asterisk-config/sip-names';
import type { Trunk } from '#asterisk-config/trunk';
import type { TrunkState, TrunkStateEvent } from '#asterisk-config/trunk-state';
import { request } from './client.ts';
import { useEvents } from './events.ts';
import { useChange } from './use-change.ts';

/** Something in a trunk's settings that can not work, and what to enter instead. */
export type ShownProblem = Omit<SettingsProblem, 'field' | 'severity' | 'clear'> & {
  readonly field?: string | undefined;
  readonly severity?: SettingsProblem['severity'];
  readonly clear?: readonly string[];
};

export type TrunkInfo = Trunk & {
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly state: TrunkState;
  /** Numbers whose calls come over it, as E.164. */
  readonly numbers: readonly string[];
  readonly problems: readonly ShownProblem[];
};

export interface TrunkRevision {
  readonly number: number;
  readonly settings: Trunk;
  readonly createdAt: string;
  readonly createdBy: string;
  /** When these settings last passed the test. */
  readonly passedAt: string | null;
}

/** A trunk as it is sent: with a new password in clear, which is kept as a secret, or the name of one. */
export type NewTrunk = Omit<Trunk, 'id' | 'password'> & { readonly password?: SecretName | { readonly value: string } };

export const trunkKeys = {
  all: ['trunks'],
  revisions: (id: string) => ['trunks', id, 'revisions'],
} as const;
const path = (id: string) => `/api/trunks/${encodeURIComponent(id)}`;

interface TrunkList {
  readonly trunks: readonly TrunkInfo[];
}

/** All trunks; their states change as Asterisk tells them. */
export function useTrunks() {
  const client = useQueryClient();
  useEvents<TrunkStateEvent | { readonly type: 'other' }>((event) => {
    if (event.type !== 'trunk.state') return;
    client.setQueryData<TrunkList>(trunkKeys.all, (before) =>
      before === undefined
        ? before
        : {
            trunks: before.trunks.map((trunk) =>
              trunk.id === event.trunkId ? { ...trunk, state: event.state } : trunk,
            ),
          },
    );
  });
  return useQuery({
    queryKey: trunkKeys.all,
    queryFn: () => request<TrunkList>('GET', '/api/trunks'),
    select: ({ trunks }) => trunks,
    // In case an event was missed.
    refetchInterval: 15_000,
  });
}

export const useCreateTrunk = () =>
  useChange((trunk: NewTrunk) => request<TrunkInfo>('POST', '/api/trunks', trunk), trunkKeys.all);

export const useSaveTrunk = () =>
  useChange(
    ({ id, ...trunk }: NewTrunk & Pick<Trunk, 'id'>) => request<TrunkInfo>('PUT', path(id), trunk),
    trunkKeys.all,
  );

export const useRemoveTrunk = () => useChange((id: string) => request<void>('DELETE', path(id)), trunkKeys.all);

export const useTrunkRevisions = (id: string) =>
  useQuery({
    queryKey: trunkKeys.revisions(id),
    queryFn: () => request<{ revisions: TrunkRevision[] }>('GET', `${path(id)}/revisions`),
    select: ({ revisions }) => revisions,
  });

export const useRestoreTrunk = () =>
  useChange(
    ({ id, revision }: { id: string; revision: number }) =>
      request<TrunkInfo>('POST', `${path(id)}/restore`, { revision }),
    trunkKeys.all,
  );

/** Adds an address that calls come from; `window` is the test that saw it. */
export const useAddSource = () =>
  useChange(
    ({ id, ...body }: { id: string; address: string; window: string }) =>
      request<unknown>('POST', `${path(id)}/source-addresses`, body),
    trunkKeys.all,
  );
