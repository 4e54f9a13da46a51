import { Box, Button, Group, Modal, ScrollArea, Text } from '@mantine/core';
import { diffFlows, isEmptyDiff } from '#runtime/flow/diff';
import { useRevision } from '../api/revisions.ts';
import { FlowView } from '../canvas/flow-view.tsx';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { flowWords } from '../words/flow.ts';
import { changesDrawing } from './changes-drawing.ts';
import { DiffList } from './diff-list.tsx';

const words = flowWords.revision;

/** A revision beside the draft: one drawing with what was added, changed and removed, and the same as a list. */
export function CompareDialog({ number, onClose }: { readonly number: number; readonly onClose: () => void }) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const flow = useEditor((state) => state.flow);
  const before = useRevision(flow.id, number).data?.flow;
  if (before === undefined) return null;
  const diff = diffFlows(before, flow);
  const drawing = changesDrawing(flow, diff);
  return (
    <Modal opened onClose={onClose} size="90%" title={words.compared(number)} styles={{ body: { height: '74vh' } }}>
      <Group h="100%" align="stretch" wrap="nowrap" gap="md">
        <Box flex={1} miw={0} style={{ border: '1px solid var(--line)', borderRadius: 12, overflow: 'hidden' }}>
          <FlowView flow={drawing.flow} marks={drawing.marks} catalogue={catalogue} label={words.compared(number)} />
        </Box>
        <Box w={320} style={{ display: 'flex', flexDirection: 'column' }}>
          <ScrollArea flex={1}>
            {isEmptyDiff(diff) && <Text size="sm">{flowWords.publish.nothing(number)}</Text>}
            <DiffList diff={diff} before={before} after={flow} catalogue={catalogue} />
          </ScrollArea>
          <Button
            mt="md"
            variant="default"
            onClick={() => {
              store.getState().edit(() => ({ ...before, name: flow.name }));
              onClose();
            }}
          >
            {words.restore}
          </Button>
        </Box>
      </Group>
    </Modal>
  );
}
