import { useCallback, useEffect, useState } from 'react';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import { useCallEvents } from '../api/call-events.ts';
import { request } from '../api/client.ts';
import { mergeEvents } from '../calls/merge-events.ts';

/** The events of a call: those before we listened from its record, then as they happen. */
export function useEventsOf(callId: string | undefined): readonly CallEvent[] {
  const [events, setEvents] = useState<readonly CallEvent[]>([]);
  const take = useCallback((more: readonly CallEvent[]) => setEvents((before) => mergeEvents(before, more)), []);
  useCallEvents({ call: callId }, (event) => take([event]), callId !== undefined);
  useEffect(() => {
    setEvents([]);
    if (callId === undefined) return;
    void request<{ record: CallRecord }>('GET', `/api/calls/${callId}`).then(({ record }) => take(record.events));
  }, [callId, take]);
  return events;
}
