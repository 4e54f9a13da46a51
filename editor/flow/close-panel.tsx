import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { useEditorStore } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';

/** Closes what is open at the right of the canvas. */
export function ClosePanel() {
  const store = useEditorStore();
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={words.close} onClick={() => store.getState().show(undefined)}>
      <X size={17} aria-hidden />
    </ActionIcon>
  );
}
