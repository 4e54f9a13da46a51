import { useMemo } from 'react';
import { diffFlows, type FlowDiff } from '#runtime/flow/diff';
import type { Flow } from '#runtime/flow/schema';
import { useRevision, useRevisions } from '../api/revisions.ts';
import { useEditor } from '../state/editor-context.tsx';

/** What the draft changes against the revision that calls run on now. */
export function useChanges(flowId: string): {
  readonly current: number | undefined;
  readonly before: Flow | undefined;
  readonly diff: FlowDiff | undefined;
  /** Not published yet. */
  readonly isNew: boolean;
} {
  const { data: revisions } = useRevisions(flowId);
  const current = revisions?.[0]?.number;
  const before = useRevision(flowId, current).data?.flow;
  const flow = useEditor((state) => state.flow);
  const diff = useMemo(() => (before === undefined ? undefined : diffFlows(before, flow)), [before, flow]);
  return { current, before, diff, isNew: revisions?.length === 0 };
}
