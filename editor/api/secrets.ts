import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

/** What is known of a secret; its value never leaves the server. */
export interface SecretInfo {
  readonly name: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** False when it was sealed with a key that is not here. */
  readonly readable: boolean;
  readonly usedBy: readonly { readonly flowId: string; readonly draft: boolean; readonly current: boolean }[];
}

const keys = { all: ['secrets'] } as const;
const path = (name: string) => `/api/secrets/${encodeURIComponent(name)}`;

export const useSecrets = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<{ secrets: SecretInfo[] }>('GET', '/api/secrets'),
    select: ({ secrets }) => secrets,
  });

export const useSetSecret = () =>
  useChange(
    ({ name, value }: { name: string; value: string }) => request<void>('PUT', path(name), { value }),
    keys.all,
  );

export const useRemoveSecret = () => useChange((name: string) => request<void>('DELETE', path(name)), keys.all);
