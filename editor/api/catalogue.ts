import { useQuery } from '@tanstack/react-query';
import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import { request } from './client.ts';

/** All steps by type. The editor draws every step from its entry, and knows none by name. */
export const useCatalogue = () =>
  useQuery({
    queryKey: ['catalogue'],
    staleTime: 5 * 60_000,
    queryFn: () => request<{ steps: CatalogueEntry[] }>('GET', '/api/catalogue'),
    select: toCatalogue,
  });

const toCatalogue = ({ steps }: { steps: CatalogueEntry[] }): Catalogue =>
  new Map(steps.map((entry) => [entry.type, entry]));
