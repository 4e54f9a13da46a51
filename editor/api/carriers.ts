import { useQuery } from '@tanstack/react-query';

export type { CarrierPreset } from '#asterisk-config/carriers/preset';

/** What is known of carriers, loaded when it is needed. */
export const useCarriers = () =>
  useQuery({
    queryKey: ['carriers'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await import('#asterisk-config/carriers')).carriers,
  });
