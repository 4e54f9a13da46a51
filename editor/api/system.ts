import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';

export interface Me {
  readonly user: { readonly id: string; readonly name: string; readonly role: string };
  readonly kind: 'session' | 'token' | 'cli';
}

export interface Status {
  readonly nodeName: string;
  readonly liveCalls: number;
  readonly store?: { readonly rowsWaiting: number; readonly rowsDropped: number };
  readonly asterisk: { readonly version: string; readonly sip: string; readonly connection: string } | null;
}

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => request<Me>('GET', '/api/me'), staleTime: Number.POSITIVE_INFINITY });

export const useStatus = () =>
  useQuery({
    queryKey: ['status'],
    queryFn: () => request<Status>('GET', '/api/status'),
    refetchInterval: 5_000,
  });
