import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

/** A password for a program, without the password. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

const keys = { all: ['tokens'] } as const;

export const useTokens = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<{ tokens: ApiToken[] }>('GET', '/api/tokens'),
    select: ({ tokens }) => tokens.filter((token) => token.revokedAt === null),
  });

/** The answer holds the token itself, this once. */
export const useMakeToken = () =>
  useChange((name: string) => request<ApiToken & { token: string }>('POST', '/api/tokens', { name }), keys.all);

export const useRevokeToken = () => useChange((id: string) => request<void>('DELETE', `/api/tokens/${id}`), keys.all);
