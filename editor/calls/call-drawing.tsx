import { Center, Text } from '@mantine/core';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { CallFlow } from '../api/call-flow.ts';
import { FlowView } from '../canvas/flow-view.tsx';
import { callWords } from '../words/calls.ts';
import classes from './call-drawing.module.css';
import { FollowCall } from './follow-call.tsx';
import type { ReplayState } from './replay-state.ts';

const words = callWords.drawing;

/** The flow that the call ran on, with the way it took until the moment that is looked at. */
export function CallDrawing({
  drawn,
  catalogue,
  state,
}: {
  readonly drawn: CallFlow | null;
  readonly catalogue: Catalogue;
  readonly state: ReplayState;
}) {
  if (drawn === null)
    return (
      <Center h="100%" p="xl">
        <Text c="dimmed" ta="center" maw={320}>
          {words.missing}
        </Text>
      </Center>
    );
  return (
    <>
      <FlowView flow={drawn.flow} catalogue={catalogue} marks={state} label={words.label}>
        <FollowCall state={state} />
      </FlowView>
      {!drawn.isExact && <span className={classes.note}>{words.draft}</span>}
    </>
  );
}
