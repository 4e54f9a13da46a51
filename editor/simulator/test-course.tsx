import { Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import type { CallEvent } from '#runtime/flow/record';
import { replayAt, replayOf } from '../calls/replay-state.ts';
import { Timeline } from '../calls/timeline.tsx';
import { timelineOf } from '../calls/timeline-of.ts';
import { useEditor, useEditorCatalogue } from '../state/editor-context.tsx';
import { simulatorWords as words } from '../words/simulator.ts';
import classes from './simulator.module.css';
import { useMarksOf } from './use-marks-of.ts';

/** What happens in a test call, step by step, here and on the canvas. */
export function TestCourse({ events }: { readonly events: readonly CallEvent[] }) {
  const flow = useEditor((state) => state.flow);
  const catalogue = useEditorCatalogue();
  const items = useMemo(() => timelineOf(events, flow, catalogue), [events, flow, catalogue]);
  const state = useMemo(() => replayAt(replayOf(events), Number.POSITIVE_INFINITY), [events]);
  useMarksOf(events);
  return (
    <section aria-label={words.course}>
      <Title order={3} mb={6}>
        {words.course}
      </Title>
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.nothing}
        </Text>
      ) : (
        <div className={classes.course}>
          <Timeline
            items={items}
            startMs={events[0]?.atMs ?? 0}
            callId={events[0]?.callId ?? ''}
            reached={items.length}
            activeSeq={state.active === undefined ? undefined : state.seq}
            isFollowing
            onGo={undefined}
          />
        </div>
      )}
    </section>
  );
}
