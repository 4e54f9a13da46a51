import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';

export interface ExportedFile {
  readonly name: string;
  /** Octal: `0600` for what holds passwords. */
  readonly mode: string;
  /** Without the passwords. */
  readonly text: string;
}

export interface Collision {
  readonly severity: 'error' | 'note';
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** An object that the Asterisk here has not, has otherwise, or has beside those of the settings. */
export interface Difference {
  readonly type: string;
  readonly id: string;
  readonly kind: 'missing' | 'different' | 'surplus';
  readonly fields: readonly { readonly name: string; readonly wanted: string; readonly held: string }[];
}

interface AsteriskExport {
  readonly files: readonly ExportedFile[];
  readonly collisions: readonly Collision[];
  readonly diff?: readonly Difference[];
}

export interface ExportRequest {
  readonly publicAddress?: string;
  /** Files of the Asterisk that it is for. */
  readonly existing?: { readonly pjsip: string; readonly extensions: string };
  readonly diff?: boolean;
}

/** The configuration of all trunks, as it is now. */
export const useAsteriskExport = (asked: ExportRequest, enabled = true) =>
  useQuery({
    queryKey: ['export', asked],
    enabled,
    queryFn: () => request<AsteriskExport>('POST', '/api/export/asterisk', asked),
    placeholderData: (before) => before,
    retry: false,
  });
