import { Button, Group, Paper, Stack, Title } from '@mantine/core';
import type { TrunkInfo } from '../api/trunks.ts';
import { stateText } from '../trunks/trunk-state.ts';
import { TrunkStateLine } from '../trunks/trunk-state-badge.tsx';
import { addNumberWords } from '../words/add-number.ts';

const words = addNumberWords.test;

interface TestStepProps {
  readonly trunk: TrunkInfo | undefined;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** How the saved trunk is doing in Asterisk. */
export function TestStep({ trunk, onBack, onNext }: TestStepProps) {
  const isPassed = trunk !== undefined && stateText(trunk.state).tone === 'good';
  return (
    <Stack gap="md">
      {trunk !== undefined && (
        <Paper p="md" component="section">
          <Title order={2} size="h3" mb={6}>
            {words.state}
          </Title>
          <TrunkStateLine state={trunk.state} />
        </Paper>
      )}
      <Group justify="space-between">
        <Button variant="default" onClick={onBack}>
          {words.change}
        </Button>
        <Button variant={isPassed ? 'filled' : 'default'} onClick={onNext}>
          {isPassed ? words.next : words.anyway}
        </Button>
      </Group>
    </Stack>
  );
}
