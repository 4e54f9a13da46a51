import { Button, Group, Paper, Text } from '@mantine/core';
import { hoursWords } from '../words/hours.ts';

const words = hoursWords.edit;

interface SaveBarProps {
  readonly isSaving: boolean;
  readonly isReady: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** Stays at the bottom of the window while there is something to save. */
export function SaveBar({ isSaving, isReady, onSave, onDiscard }: SaveBarProps) {
  return (
    <Paper
      role="region"
      aria-label={words.unsaved}
      shadow="lg"
      px="md"
      py="xs"
      mt="md"
      pos="sticky"
      bottom={12}
      style={{ zIndex: 50 }}
    >
      <Group justify="space-between" gap="xs">
        <Text>{words.unsaved}</Text>
        <Group gap="xs">
          <Button variant="default" onClick={onDiscard} disabled={isSaving}>
            {words.discard}
          </Button>
          <Button onClick={onSave} loading={isSaving} disabled={!isReady}>
            {words.save}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
