import { Alert, Button, Group, List, Modal, ScrollArea, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { isEmptyDiff } from '#runtime/flow/diff';
import { usePublish } from '../api/revisions.ts';
import { showProblem } from '../app/problem.tsx';
import type { Autosave } from '../state/autosave.ts';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { flowWords } from '../words/flow.ts';
import { DiffList } from './diff-list.tsx';
import { useChanges } from './use-changes.ts';

const words = flowWords.publish;

/** Shows what changes for callers, asks for a note, and publishes what is on the screen. */
export function PublishDialog({ autosave, onClose }: { readonly autosave: Autosave; readonly onClose: () => void }) {
  const [note, setNote] = useState('');
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const flow = useEditor((state) => state.flow);
  const errors = useEditor((state) => state.issues).filter(({ severity }) => severity === 'error');
  const { current, before, diff, isNew } = useChanges(flow.id);
  const publish = usePublish(flow.id);
  const isSame = diff !== undefined && isEmptyDiff(diff);
  const confirm = async () => {
    try {
      await autosave.flush();
      const { number } = await publish.mutateAsync({ note, draftVersion: autosave.saving.getState().version });
      notifications.show({ color: 'green', message: words.done(number) });
      onClose();
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg">
      <Stack>
        {errors.length > 0 && (
          <Alert color="red" title={words.blocked}>
            <List size="sm">
              {errors.slice(0, 8).map(({ nodeId, field, message, code }) => (
                <List.Item key={`${code} ${nodeId} ${field}`}>
                  {nodeId === undefined ? (
                    message
                  ) : (
                    <Button
                      variant="transparent"
                      size="compact-sm"
                      color="red"
                      onClick={() => {
                        store.getState().open(nodeId, field);
                        onClose();
                      }}
                    >
                      {message}
                    </Button>
                  )}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        {isNew && <Text>{words.first}</Text>}
        {isSame && <Text>{words.nothing(current ?? 0)}</Text>}
        {diff !== undefined && before !== undefined && !isSame && (
          <div>
            <Text fw={600} size="sm" mb={8}>
              {words.changes(current ?? 0)}
            </Text>
            <ScrollArea.Autosize mah={280}>
              <DiffList diff={diff} before={before} after={flow} catalogue={catalogue} />
            </ScrollArea.Autosize>
          </div>
        )}
        <Textarea
          label={words.note}
          placeholder={words.notePlaceholder}
          autosize
          minRows={2}
          maxLength={2_000}
          value={note}
          data-autofocus
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button onClick={() => void confirm()} loading={publish.isPending} disabled={errors.length > 0 || isSame}>
            {words.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
