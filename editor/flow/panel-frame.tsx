import { Box, Group, ScrollArea, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ClosePanel } from './close-panel.tsx';

/** A panel at the right of the canvas: a title, a way to close it, and content that scrolls. */
export function PanelFrame({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <Group justify="space-between" wrap="nowrap" px="md" py={10} style={{ borderBottom: '1px solid var(--line)' }}>
        <Title order={2} lineClamp={1}>
          {title}
        </Title>
        <ClosePanel />
      </Group>
      <ScrollArea flex={1} type="auto">
        <Box p="md">{children}</Box>
      </ScrollArea>
    </>
  );
}
