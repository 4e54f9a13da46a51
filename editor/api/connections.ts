import { useQuery } from '@tanstack/react-query';
import type { JsonObject } from '#runtime/flow/json';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

/** Something outside that can be connected to, such as a mail server. */
export interface ConnectionKind {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** JSON Schema of the options, with `ui` hints. */
  readonly settings: JsonObject;
}

export interface Connection {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Hold secrets only by their name. */
  readonly options: JsonObject;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly usedBy: readonly { readonly flowId: string; readonly draft: boolean; readonly current: boolean }[];
}

/** What a test of a connection found, rung by rung. */
export interface ConnectionTest {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly message: string;
    readonly fix?: string;
  }[];
}

const keys = { all: ['connections'] } as const;
const path = (id: string) => `/api/connections/${encodeURIComponent(id)}`;

export const useConnectionKinds = () =>
  useQuery({
    queryKey: ['connection-kinds'],
    staleTime: 5 * 60_000,
    queryFn: () => request<{ kinds: ConnectionKind[] }>('GET', '/api/connection-kinds'),
    select: ({ kinds }) => kinds,
  });

export const useConnections = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<{ connections: Connection[] }>('GET', '/api/connections'),
    select: ({ connections }) => connections,
  });

export const useCreateConnection = () =>
  useChange(
    (made: { kind: string; name: string; options: JsonObject }) =>
      request<Connection>('POST', '/api/connections', made),
    keys.all,
  );

export const useSaveConnection = () =>
  useChange(
    ({ id, ...change }: { id: string; name: string; options: JsonObject }) =>
      request<Connection>('PUT', path(id), change),
    keys.all,
  );

export const useRemoveConnection = () => useChange((id: string) => request<void>('DELETE', path(id)), keys.all);

export const useTestConnection = () =>
  useChange(({ id, to }: { id: string; to?: string }) =>
    request<ConnectionTest>('POST', `${path(id)}/test`, to === undefined ? {} : { to }),
  );
