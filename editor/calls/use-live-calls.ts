import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useEffect, useMemo, useRef, useState } from 'react';
import { useCallEvents } from '../api/call-events.ts';
import { callKeys, getCall, getLiveCalls } from '../api/calls.ts';
import {
  countsOf,
  type LiveCall,
  type LiveCalls,
  type LiveCounts,
  withEvent,
  withRecord,
  withRows,
} from './live-state.ts';
import { useSoon } from './use-soon.ts';

/** The list is asked for again this often, in case an event was missed while the connection was away. */
const CHECK_MS = 10_000;
const SOON_MS = 1_500;
/** Of so many calls at most the way before the editor looked is read. */
const RECORDS = 40;

const NO_CALLS: LiveCalls = new Map();

/** Calls that are going on, by id, kept up to date by their events; undefined until they are known. */
function useLive(flowId?: string): LiveCalls | undefined {
  const client = useQueryClient();
  const [calls, setCalls] = useState<LiveCalls>(NO_CALLS);
  const { data } = useQuery({
    queryKey: callKeys.live,
    queryFn: getLiveCalls,
    refetchInterval: CHECK_MS,
    staleTime: 0,
  });
  useEffect(() => {
    if (data === undefined) return;
    const rows = data.calls.filter((row) => flowId === undefined || row.flowId === flowId);
    setCalls((before) => withRows(before, rows));
  }, [data, flowId]);
  // An answer that was under way when a call began or ended does not know of it.
  const check = useSoon(() => void client.invalidateQueries({ queryKey: callKeys.live }), SOON_MS);
  const refreshLog = useSoon(() => void client.invalidateQueries({ queryKey: callKeys.log }), SOON_MS);
  useCallEvents({ flow: flowId }, (event) => {
    setCalls((before) => withEvent(before, event));
    if (event.type === 'call.started' || event.type === 'call.ended') check();
    if (event.type === 'call.ended' && flowId === undefined) refreshLog();
  });
  useWaysUntilNow(calls, setCalls);
  return data === undefined ? undefined : calls;
}

/** Reads the records of calls that began before the editor looked. */
function useWaysUntilNow(calls: LiveCalls, setCalls: Dispatch<SetStateAction<LiveCalls>>): void {
  const read = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, isWhole } of calls.values()) {
      if (isWhole || read.current.has(id) || read.current.size >= RECORDS) continue;
      read.current.add(id);
      getCall(id).then(
        ({ record }) => setCalls((before) => withRecord(before, record)),
        () => {},
      );
    }
    for (const id of read.current) if (!calls.has(id)) read.current.delete(id);
  }, [calls, setCalls]);
}

/** All calls that are going on, the newest first. */
export function useLiveList(): readonly LiveCall[] | undefined {
  const calls = useLive();
  return useMemo(() => calls && [...calls.values()].sort((a, b) => b.startedMs - a.startedMs), [calls]);
}

/** How many calls in progress are in each node of a flow, and went along each of its edges. */
export function useLiveCalls(flowId: string): LiveCounts {
  const calls = useLive(flowId) ?? NO_CALLS;
  return useMemo(() => countsOf(calls, flowId), [calls, flowId]);
}
