import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { CallEvent } from '#runtime/flow/record';
import { useCallEvents } from '../api/call-events.ts';
import { type CallDetails, callKeys, getCall } from '../api/calls.ts';
import { mergeEvents } from './merge-events.ts';

/** How often a live call's record is read again, in case an event was missed. */
const CHECK_MS = 10_000;
/** Recordings are checked and stored a moment after the end of their call. */
const RECORDING_MS = 1_000;
const RECORDING_TRIES = 12;

export interface FollowedCall {
  readonly details: CallDetails | undefined;
  readonly events: readonly CallEvent[];
  readonly isLive: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** A call with its course; of one that is going on, event by event. */
export function useCall(id: string): FollowedCall {
  const client = useQueryClient();
  const [heard, setHeard] = useState<readonly CallEvent[]>([]);
  const { data, error, refetch } = useQuery({
    queryKey: callKeys.one(id),
    queryFn: () => getCall(id),
    refetchInterval: ({ state }) => {
      if (state.data === undefined) return false;
      if (state.data.live) return CHECK_MS;
      return lacksRecording(state.data) && state.dataUpdateCount < RECORDING_TRIES ? RECORDING_MS : false;
    },
  });
  const isOver = data !== undefined && !data.live;
  useCallEvents(
    { call: id },
    (event) => {
      setHeard((before) => [...before, event]);
      if (event.type === 'call.ended')
        setTimeout(() => void client.invalidateQueries({ queryKey: callKeys.one(id) }), RECORDING_MS);
    },
    !isOver,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another call begins from nothing
  useEffect(() => setHeard([]), [id]);
  const recorded = data?.record.events;
  const events = useMemo(() => mergeEvents(recorded ?? [], heard), [recorded, heard]);
  return { details: data, events, isLive: data?.live ?? false, error, retry: () => void refetch() };
}

/** A recording that the record speaks of is not there yet; a minute after the end it will not come any more. */
function lacksRecording({ record, recordings }: CallDetails): boolean {
  const isFresh = record.endedMs !== undefined && Date.now() - record.endedMs < 60_000;
  return isFresh && record.recordings.length > recordings.length;
}
