import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { PhoneIncoming } from 'lucide-react';
import { ProblemBox } from '../app/problem.tsx';
import { ladderWords as words } from '../words/ladder.ts';
import { Ladder } from './ladder.tsx';
import { TakeAddress } from './take-address.tsx';
import { useLadder } from './use-ladder.ts';

interface CallNowProps {
  readonly trunkId: string;
  readonly number: string;
  readonly onField: (field: string) => void;
}

/** Watches what arrives while somebody calls a number from any phone. */
export function CallNow({ trunkId, number, onField }: CallNowProps) {
  const run = useLadder();
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3">
        {words.inbound}
      </Title>
      <Text c="dimmed" mb="sm">
        {words.inboundHint(number)}
      </Text>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<PhoneIncoming size={16} aria-hidden />}
          loading={run.isRunning}
          onClick={() => run.start({ trunkId, callMe: { number } })}
        >
          {words.inboundRun}
        </Button>
        {run.isRunning && (
          <>
            <Text role="status" fw={550}>
              {words.inboundWaiting(number)}
            </Text>
            <Button variant="subtle" color="gray" onClick={run.cancel}>
              {words.cancel}
            </Button>
          </>
        )}
      </Group>
      {run.error !== null && <ProblemBox error={run.error} />}
      {run.test !== undefined && (
        <Stack mt="md">
          <Ladder test={run.test} onField={onField} />
          <TakeAddress trunkId={trunkId} test={run.test} />
        </Stack>
      )}
    </Paper>
  );
}
