import type { CallRecord } from '#runtime/flow/record';
import { requireApi } from './api-client.ts';

export interface CallDetails {
  readonly live: boolean;
  readonly record: CallRecord;
  readonly recordings: readonly {
    readonly id: string;
    readonly kind: string;
    readonly durationMs: number;
    readonly complete: boolean;
  }[];
}

export const callDetails = async (id: string): Promise<CallDetails> =>
  (await requireApi()).request<CallDetails>('GET', `/api/calls/${encodeURIComponent(id)}`);
