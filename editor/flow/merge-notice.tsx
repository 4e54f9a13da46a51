import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Autosave } from '../state/autosave.ts';
import { flowWords } from '../words/flow.ts';

const words = flowWords.merged;

/** Says that somebody else's changes came in, and where both sides changed the same. */
export function MergeNotice({ autosave }: { readonly autosave: Autosave }) {
  const { merged } = useStore(autosave.saving);
  const [seen, setSeen] = useState<typeof merged>();
  if (merged === undefined || merged === seen) return null;
  const { by, conflicts } = merged;
  return (
    <Alert color={conflicts.length > 0 ? 'yellow' : 'blue'} radius={0} py={6} role="status">
      <Group justify="space-between">
        {conflicts.length > 0 ? words.conflicts(by, conflicts.slice(0, 6).join(', ')) : words.clean(by)}
        <Button size="compact-sm" variant="default" onClick={() => setSeen(merged)}>
          {words.close}
        </Button>
      </Group>
    </Alert>
  );
}
