import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';
import { flowKeys } from './flows.ts';
import { useChange } from './use-change.ts';

/** A short number, and the flow that answers it. */
export interface Extension {
  readonly extension: string;
  readonly flowId: string;
  readonly updatedAt: string;
}

const keys = { all: ['extensions'] } as const;
const path = (extension: string) => `/api/extensions/${encodeURIComponent(extension)}`;

export const useExtensions = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<{ extensions: Extension[] }>('GET', '/api/extensions'),
    select: ({ extensions }) => extensions,
  });

/** Lets a flow answer an extension; another one that did before no longer does. */
export const useAssignExtension = () =>
  useChange(
    ({ extension, flowId }: { extension: string; flowId: string }) =>
      request<Extension>('PUT', path(extension), { flowId }),
    keys.all,
    flowKeys.all,
  );

export const useRemoveExtension = () =>
  useChange((extension: string) => request<void>('DELETE', path(extension)), keys.all, flowKeys.all);
