import { ActionIcon, Box, Group, ScrollArea, Title } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';

/** A panel at the right of the canvas: a title, a way to close it, and content that scrolls. */
export function PanelFrame({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  const store = useEditorStore();
  return (
    <>
      <Group justify="space-between" wrap="nowrap" px="md" py={10} style={{ borderBottom: '1px solid var(--line)' }}>
        <Title order={2} lineClamp={1}>
          {title}
        </Title>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.close}
          onClick={() => store.getState().show(undefined)}
        >
          <X size={17} />
        </ActionIcon>
      </Group>
      <ScrollArea flex={1} type="auto">
        <Box p="md">{children}</Box>
      </ScrollArea>
    </>
  );
}
