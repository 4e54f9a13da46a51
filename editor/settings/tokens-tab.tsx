import { Button, Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus, TerminalSquare } from 'lucide-react';
import { useTokens } from '../api/tokens.ts';
import { Empty } from '../app/empty.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { Term } from '../app/term.tsx';
import { settingsWords } from '../words/settings.ts';
import { TokenDialog } from './token-dialog.tsx';
import { TokenRow } from './token-row.tsx';

const words = settingsWords.tokens;

/** Passwords for programs. */
export function TokensTab() {
  const { data: tokens, error, refetch } = useTokens();
  const [isNew, dialog] = useDisclosure(false);
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text c="dimmed">
          {words.before}
          <Term name="apiToken" />
          {words.after}
        </Text>
        <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
          {words.make}
        </Button>
      </Group>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {tokens === undefined && error === null && <RowsLoading rows={2} />}
      {tokens?.length === 0 && <Empty icon={TerminalSquare} title={words.empty.title} text={words.empty.text} />}
      {tokens !== undefined && tokens.length > 0 && (
        <Paper>
          <Table aria-label={words.label}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.columns.name}</Table.Th>
                <Table.Th visibleFrom="sm">{words.columns.made}</Table.Th>
                <Table.Th>{words.columns.used}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{words.columns.actions}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tokens.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
      {isNew && <TokenDialog onClose={dialog.close} />}
    </>
  );
}
