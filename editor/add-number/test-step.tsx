import { Button, Group, Paper, Stack, Title } from '@mantine/core';
import { useTrunkTest } from '../api/trunk-tests.ts';
import type { TrunkInfo } from '../api/trunks.ts';
import { TrunkStateLine } from '../trunks/trunk-state-badge.tsx';
import { TrunkTestPanel } from '../trunks/trunk-test.tsx';
import { addNumberWords } from '../words/add-number.ts';
import type { AddNumberState } from './use-add-number.ts';

const words = addNumberWords.test;

interface TestStepProps {
  readonly trunk: TrunkInfo | undefined;
  readonly state: AddNumberState;
  readonly onStarted: (testId: string) => void;
  readonly onField: (field: string) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** The saved trunk is tried, rung by rung. */
export function TestStep({
  trunk,
  state: { trunkId = '', testId },
  onStarted,
  onField,
  onBack,
  onNext,
}: TestStepProps) {
  const { data: test } = useTrunkTest(testId);
  const isPassed = test?.state === 'passed';
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
      <TrunkTestPanel
        key={trunkId}
        title={words.title}
        trunkId={trunkId}
        kept={testId}
        onStarted={onStarted}
        onField={onField}
      />
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
