import { Button, Group, Paper, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type TrunkInfo, useRestoreTrunk, useTrunkRevisions } from '../api/trunks.ts';
import { Ago } from '../app/ago.tsx';
import { ProblemBox, showProblem } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { commonWords } from '../words/common.ts';
import { trunksWords } from '../words/trunks.ts';

const words = trunksWords.revisions;
const SHOWN = 8;

/** Earlier settings of a trunk; the last that passed the test can be taken again by one press. */
export function Revisions({ trunk }: { readonly trunk: TrunkInfo }) {
  const { data: revisions, error } = useTrunkRevisions(trunk.id);
  const restore = useRestoreTrunk();
  const passed = revisions?.find(({ number, passedAt }) => passedAt !== null && number !== trunk.revision);
  const isGood = revisions?.find(({ number }) => number === trunk.revision)?.passedAt != null;
  const take = (revision: number) =>
    restore.mutate(
      { id: trunk.id, revision },
      {
        onError: showProblem,
        onSuccess: () => notifications.show({ message: words.restored(revision), color: 'green' }),
      },
    );
  return (
    <Paper component="section">
      <Group justify="space-between" p="md" pb="xs">
        <div>
          <Title order={2} size="h3">
            {words.title}
          </Title>
          <Text c="dimmed">{words.hint}</Text>
        </div>
        {passed !== undefined && !isGood && (
          <Button variant="default" loading={restore.isPending} onClick={() => take(passed.number)}>
            {words.restoreLast}
          </Button>
        )}
      </Group>
      {error !== null && <ProblemBox error={error} />}
      {revisions === undefined && error === null && <RowsLoading rows={2} />}
      {revisions !== undefined && (
        <Table aria-label={words.label}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.number}</Table.Th>
              <Table.Th visibleFrom="xs">{words.saved}</Table.Th>
              <Table.Th>{words.test}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{words.restore}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {revisions.slice(0, SHOWN).map(({ number, createdAt, createdBy, passedAt }) => (
              <Table.Tr key={number}>
                <Table.Td className="tabular">{words.name(number)}</Table.Td>
                <Table.Td c="dimmed" visibleFrom="xs">
                  <Ago at={createdAt} /> {commonWords.by(createdBy)}
                </Table.Td>
                <Table.Td>
                  {passedAt === null ? (
                    <Text c="dimmed">{words.notPassed}</Text>
                  ) : (
                    <Text c="var(--good)" fw={550}>
                      {words.passed} <Ago at={passedAt} />
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  {number === trunk.revision ? (
                    <Text c="dimmed" pr="sm">
                      {words.now}
                    </Text>
                  ) : (
                    <Button
                      size="xs"
                      variant="subtle"
                      aria-label={words.restoreOne(number)}
                      onClick={() => take(number)}
                    >
                      {words.restore}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
