import { useEffect, useRef } from 'react';
import type { CallEvent } from '#runtime/flow/record';
import { queryOf } from './client.ts';
import { listen } from './events.ts';

/** Listens to call events as they happen, of one call or one flow, for as long as the component lives. */
export function useCallEvents(
  filter: { readonly call?: string | undefined; readonly flow?: string | undefined },
  onEvent: (event: CallEvent) => void,
  enabled = true,
): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const { call, flow } = filter;
  useEffect(() => {
    if (!enabled) return;
    return listen(`/api/events${queryOf({ call, flow })}`, (event) => latest.current(event as CallEvent));
  }, [call, flow, enabled]);
}
