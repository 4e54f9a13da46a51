import { useEffect, useMemo } from 'react';
import type { CallEvent } from '#runtime/flow/record';
import { replayAt, replayOf } from '../calls/replay-state.ts';
import { NO_MARKS } from '../canvas/marks.ts';
import { useEditorStore } from '../state/editor-context.tsx';

/** Shows on the canvas where a test call is and was; nothing once the panel is closed. */
export function useMarksOf(events: readonly CallEvent[]): void {
  const store = useEditorStore();
  const state = useMemo(() => replayAt(replayOf(events), Number.POSITIVE_INFINITY), [events]);
  useEffect(() => {
    const { active, failed, visited, edges } = state;
    const { setMarks } = store.getState();
    if (events.length === 0) setMarks(NO_MARKS);
    else
      setMarks({
        visited,
        edges,
        ...(active === undefined ? {} : { active }),
        ...(failed === undefined ? {} : { failed }),
      });
  }, [store, state, events.length]);
  useEffect(() => () => store.getState().setMarks(NO_MARKS), [store]);
}
