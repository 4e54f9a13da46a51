import { Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { CopyText } from '../app/copy-text.tsx';
import { useInviteSeen } from '../flows/use-checklist.ts';
import { settingsWords } from '../words/settings.ts';

const words = settingsWords.people;

/** How somebody else gets in. Having read it ticks the step of the first-visit list. */
export function PeopleTab() {
  const [, setSeen] = useInviteSeen();
  useEffect(() => setSeen(true), [setSeen]);
  return (
    <Paper p="md">
      <Title order={2} size="h3" mb="xs">
        {words.title}
      </Title>
      <Stack gap="sm" align="flex-start">
        <Text>{words.text}</Text>
        <CopyText text="npx patchcord sign-in" />
        <Text c="dimmed">{words.note}</Text>
        <Text c="dimmed">{words.reach}</Text>
      </Stack>
    </Paper>
  );
}
