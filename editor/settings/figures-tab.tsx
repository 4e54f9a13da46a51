import { Group, Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import { useStatistics } from '../api/calls.ts';
import { Empty } from '../app/empty.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { clockOf } from '../app/time.ts';
import { settingsWords } from '../words/settings.ts';
import { DayBars } from './day-bars.tsx';
import { ShareList } from './share-list.tsx';

const words = settingsWords.figures;

/** How many calls there were, by day, flow and end. */
export function FiguresTab() {
  const [days, setDays] = useState(7);
  const { data, error, refetch } = useStatistics(days);
  const { total } = data ?? {};
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text c="dimmed">{words.tests}</Text>
        <SegmentedControl
          aria-label={words.range}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
          data={[7, 30, 90].map((n) => ({ value: String(n), label: words.days(n) }))}
        />
      </Group>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <RowsLoading />}
      {total?.calls === 0 && <Empty icon={ChartColumn} title={words.none} text={words.noneText} />}
      {data !== undefined && total !== undefined && total.calls > 0 && (
        <>
          <SimpleGrid cols={3} spacing="md">
            <Figure label={words.calls} value={String(total.calls)} />
            <Figure label={words.answered} value={`${Math.round((100 * total.answered) / total.calls)} %`} />
            <Figure label={words.average} value={clockOf(total.durationMs / total.calls)} />
          </SimpleGrid>
          <Paper p="md">
            <Title order={2} size="h3" mb="sm">
              {words.perDay}
            </Title>
            <DayBars days={data.days} />
          </Paper>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <ShareList
              title={words.byFlow}
              shares={data.flows.map(({ flowId, flowName, calls }) => ({
                key: flowId,
                label: flowName ?? words.gone,
                to: flowName === null ? undefined : `/flows/${flowId}`,
                calls,
              }))}
            />
            <ShareList
              title={words.ends}
              shares={data.ends.map(({ end, calls }) => ({
                key: end ?? 'going',
                label: words.end[end ?? 'going'],
                to: undefined,
                calls,
              }))}
            />
          </SimpleGrid>
        </>
      )}
    </Stack>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Paper p="md">
      <Text c="dimmed" size="sm">
        {label}
      </Text>
      <Text fz={24} fw={650} lh={1.25} className="tabular">
        {value}
      </Text>
    </Paper>
  );
}
