import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStatus } from '../api/system.ts';
import { CopyText } from '../app/copy-text.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { settingsWords } from '../words/settings.ts';

const words = settingsWords.machine;

/** How the parts of this machine are doing, asked every few seconds. */
export function MachineTab() {
  const { data: status, error, refetch } = useStatus();
  if (status === undefined)
    return error === null ? <RowsLoading /> : <ProblemBox error={error} onRetry={() => void refetch()} />;
  const { asterisk, store } = status;
  const isConnected = asterisk?.connection === 'open';
  return (
    <Stack gap="md">
      <Paper>
        <Fact label={`${words.asterisk} ${asterisk?.version ?? ''}`} hint={words.asteriskHint}>
          <Badge tt="none" variant="light" color={isConnected ? 'green' : 'yellow'}>
            {asterisk === null ? words.states.none : isConnected ? words.states.ready : words.states.away}
          </Badge>
        </Fact>
        {asterisk !== null && (
          <Fact label={words.address}>
            <CopyText text={asterisk.sip} />
          </Fact>
        )}
        <Fact label={words.database} hint={words.databaseHint}>
          {store !== undefined && store.rowsWaiting > 0 && <Text c="dimmed">{words.waiting(store.rowsWaiting)}</Text>}
          {store !== undefined && store.rowsDropped > 0 && (
            <Text c="var(--mantine-color-red-light-color)">{words.dropped(store.rowsDropped)}</Text>
          )}
          <Badge tt="none" variant="light" color="green">
            {words.databaseOk}
          </Badge>
        </Fact>
        <Fact label={words.calls}>
          <Text className="tabular">{status.liveCalls}</Text>
        </Fact>
        <Fact label={words.node}>
          <Text style={{ overflowWrap: 'anywhere' }}>{status.nodeName}</Text>
        </Fact>
      </Paper>
      <Text component="div" c="dimmed">
        {words.doctor} <CopyText text="npx patchcord doctor" />
      </Text>
    </Stack>
  );
}

interface FactProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Fact({ label, hint, children }: FactProps) {
  return (
    <Group justify="space-between" px="md" py="sm" style={{ borderTop: '1px solid var(--line)', marginTop: -1 }}>
      <div>
        <Text fw={550}>{label}</Text>
        {hint !== undefined && (
          <Text c="dimmed" size="sm">
            {hint}
          </Text>
        )}
      </div>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
