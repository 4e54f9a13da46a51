import { request } from './client.ts';
import { type FlowInfo, flowKeys } from './flows.ts';
import { useChange } from './use-change.ts';

const path = (id: string) => `/api/flows/${encodeURIComponent(id)}`;

/** What a file brought in that needs a look. */
export interface Imported {
  readonly flow: FlowInfo;
  readonly issues: readonly { readonly code: string; readonly message: string }[];
}

/** Renames a flow, or moves it to another folder. */
export const usePatchFlow = () =>
  useChange(
    ({ id, ...change }: { id: string; name?: string; folder?: string }) => request<FlowInfo>('PATCH', path(id), change),
    flowKeys.all,
  );

export const useDuplicateFlow = () =>
  useChange(
    ({ id, name }: { id: string; name?: string }) => request<FlowInfo>('POST', `${path(id)}/duplicate`, { name }),
    flowKeys.all,
  );

export const useBinFlow = () => useChange((id: string) => request<void>('DELETE', path(id)), flowKeys.all);

export const useRestoreFlow = () =>
  useChange((id: string) => request<void>('POST', `${path(id)}/restore`), flowKeys.all);

/** Deletes for good a flow that is in the bin. */
export const useDeleteFlow = () =>
  useChange((id: string) => request<void>('DELETE', `${path(id)}/forever`), flowKeys.all);

/** Makes a flow of an exported file. */
export const useImportFlow = () =>
  useChange((file: unknown) => request<Imported>('POST', '/api/flows/import', { file }), flowKeys.all);

/** Where the browser downloads a flow with its recordings as one file. */
export const exportAddress = (id: string): string => `${path(id)}/export`;
