import { useQuery } from '@tanstack/react-query';
import type { Flow } from '#runtime/flow/schema';
import { request } from './client.ts';

/** A flow to begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly flow: Flow;
}

export const useTemplates = () =>
  useQuery({
    queryKey: ['templates'],
    staleTime: 5 * 60_000,
    queryFn: () => request<{ templates: Template[] }>('GET', '/api/templates'),
    select: ({ templates }) => templates,
  });
