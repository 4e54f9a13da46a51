import { Button, Group, Paper, Table, Text } from '@mantine/core';
import { ArrowLeft, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { type FlowInfo, useFlows } from '../api/flows.ts';
import { useDeleteFlow, useRestoreFlow } from '../api/manage-flows.ts';
import { Ago } from '../app/ago.tsx';
import { Confirm } from '../app/confirm.tsx';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox, showProblem } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { flowsWords } from '../words/flows.ts';

const words = flowsWords.bin;
const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;

const daysLeft = (deletedAt: string): number =>
  Math.max(0, KEPT_DAYS - Math.floor((Date.now() - Date.parse(deletedAt)) / DAY_MS));

/** Flows that were deleted, which can be taken back for a while. */
export function Bin() {
  const { data: flows, error, refetch } = useFlows(true);
  const [doomed, setDoomed] = useState<FlowInfo>();
  const remove = useDeleteFlow();
  return (
    <Page
      title={words.title}
      summary={words.summary}
      actions={
        <Button component={Link} to="/flows" variant="default" leftSection={<ArrowLeft size={16} aria-hidden />}>
          {words.back}
        </Button>
      }
    >
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {flows === undefined && error === null && <RowsLoading />}
      {flows?.length === 0 && <Empty icon={Trash2} title={words.empty.title} text={words.empty.text} />}
      {flows !== undefined && flows.length > 0 && (
        <Paper>
          <Table aria-label={words.title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{flowsWords.list.name}</Table.Th>
                <Table.Th visibleFrom="sm">{words.deleted}</Table.Th>
                <Table.Th ta="right">{flowsWords.list.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {flows.map((flow) => (
                <BinRow key={flow.id} flow={flow} onDelete={() => setDoomed(flow)} />
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
      {doomed !== undefined && (
        <Confirm
          title={words.confirm.title}
          text={words.confirm.text(doomed.name)}
          label={words.forever}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(doomed.id, { onError: showProblem, onSettled: () => setDoomed(undefined) })}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </Page>
  );
}

function BinRow({ flow, onDelete }: { readonly flow: FlowInfo; readonly onDelete: () => void }) {
  const restore = useRestoreFlow();
  const { deletedAt } = flow;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550}>{flow.name}</Text>
        {flow.folder !== '' && <Text c="dimmed">{flow.folder}</Text>}
      </Table.Td>
      <Table.Td visibleFrom="sm" c="dimmed">
        {deletedAt !== null && (
          <>
            <Ago at={deletedAt} />, {words.left(daysLeft(deletedAt))}
          </>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end">
          <Button
            size="compact-sm"
            variant="default"
            loading={restore.isPending}
            aria-label={words.restoreOne(flow.name)}
            onClick={() => restore.mutate(flow.id, { onError: showProblem })}
          >
            {words.restore}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={words.foreverOne(flow.name)}
            onClick={onDelete}
          >
            {words.forever}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
