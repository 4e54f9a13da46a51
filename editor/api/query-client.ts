import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './client.ts';

/** A refusal stays one however often it is asked; only a server that is away is asked again. */
const mayRetry = (failures: number, error: Error): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status >= 500) && failures < 20;

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: 5_000, retryDelay: (attempt) => Math.min(5_000, 500 * 2 ** attempt) },
    },
  });
