import { Button, Indicator, Tooltip } from '@mantine/core';
import type { UseDisclosureReturnValue } from '@mantine/hooks';
import { isEmptyDiff } from '#runtime/flow/diff';
import type { Autosave } from '../state/autosave.ts';
import { useEditor } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { useChanges } from './use-changes.ts';

export interface PublishButtonProps {
  readonly autosave: Autosave;
  /** Whether the dialog is open; the palette of commands opens it too. */
  readonly dialog: UseDisclosureReturnValue;
}

/** Publishes, after a look at what changes; a blue dot says that there is something to. */
export function PublishButton({ autosave, dialog: [isOpen, dialog] }: PublishButtonProps) {
  const flowId = useEditor((state) => state.flow.id);
  const { diff } = useChanges(flowId);
  const isChanged = diff !== undefined && !isEmptyDiff(diff);
  return (
    <>
      <Tooltip label={words.publish.unpublished} disabled={!isChanged}>
        <Indicator color="blue" size={10} offset={3} disabled={!isChanged}>
          <Button onClick={dialog.open}>{words.publish.button}</Button>
        </Indicator>
      </Tooltip>
      {isOpen && <PublishDialog autosave={autosave} onClose={dialog.close} />}
    </>
  );
}
