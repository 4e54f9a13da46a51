import type { Destination } from '#runtime/flow/destination';
import type { Flow } from '#runtime/flow/schema';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

interface CallMe {
  readonly flowId: string;
  /** The draft that is tried. */
  readonly flow: Flow;
  readonly to: Destination;
}

/** Rings a phone, and runs the draft with whoever answers. */
export const useCallMe = () => useChange((body: CallMe) => request<{ callId: string }>('POST', '/api/calls/me', body));
