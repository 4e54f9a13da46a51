import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { commonWords } from '../words/common.ts';

const SHOWN_MS = 8_000;

/** Says at the lower right what was done, with a button that takes it back; `onGone` when nobody pressed it. */
export function showUndo(message: string, undo: () => unknown, onGone?: () => unknown): void {
  let isUndone = false;
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap">
        {message}
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            isUndone = true;
            notifications.hide(id);
            undo();
          }}
        >
          {commonWords.undo}
        </Button>
      </Group>
    ),
    autoClose: SHOWN_MS,
    onClose: () => !isUndone && onGone?.(),
  });
}
