import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type RevisionInfo, useGoBack, useRevisions } from '../api/revisions.ts';
import { showProblem } from '../app/problem.tsx';
import { useEditor } from '../state/editor-context.tsx';
import { flowWords } from '../words/flow.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { PanelFrame } from './panel-frame.tsx';

const words = flowWords.revision;

/** All revisions, newest first: compare one with the draft, or go back to it in one act. */
export function RevisionsPanel() {
  const flowId = useEditor((state) => state.flow.id);
  const { data: revisions } = useRevisions(flowId);
  const [compared, setCompared] = useState<number>();
  return (
    <PanelFrame title={words.title}>
      {revisions?.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      )}
      <Stack gap="lg">
        {revisions?.map((revision, index) => (
          <RevisionItem
            key={revision.number}
            revision={revision}
            isCurrent={index === 0}
            flowId={flowId}
            onCompare={() => setCompared(revision.number)}
          />
        ))}
      </Stack>
      {compared !== undefined && <CompareDialog number={compared} onClose={() => setCompared(undefined)} />}
    </PanelFrame>
  );
}

function RevisionItem({
  revision,
  isCurrent,
  flowId,
  onCompare,
}: {
  readonly revision: RevisionInfo;
  readonly isCurrent: boolean;
  readonly flowId: string;
  readonly onCompare: () => void;
}) {
  const { number, note, publishedBy, publishedAt } = revision;
  const goBack = useGoBack(flowId);
  const back = () =>
    goBack.mutate(number, {
      onSuccess: (made) => notifications.show({ color: 'green', message: words.done(made.number, number) }),
      onError: showProblem,
    });
  return (
    <section aria-label={`r${number}`}>
      <Group gap="xs">
        <Text fw={650} className="tabular">
          r{number}
        </Text>
        {isCurrent && (
          <Badge color="green" variant="light" size="sm">
            {words.current}
          </Badge>
        )}
      </Group>
      {note !== '' && <Text size="sm">{note}</Text>}
      <Text size="xs" c="dimmed">
        {words.by(publishedBy, new Date(publishedAt).toLocaleString())}
      </Text>
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" variant="default" onClick={onCompare}>
          {words.compare}
        </Button>
        {!isCurrent && (
          <Button size="compact-sm" variant="light" onClick={back} loading={goBack.isPending}>
            {words.back(number)}
          </Button>
        )}
      </Group>
    </section>
  );
}
