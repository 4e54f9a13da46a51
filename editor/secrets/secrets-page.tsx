import { Button, Paper, Table, VisuallyHidden } from '@mantine/core';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useSecrets } from '../api/secrets.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { secretsWords as words } from '../words/secrets.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { SecretRow } from './secret-row.tsx';

/** Names of all secrets. No value ever comes here. */
export function SecretsPage() {
  const { data: secrets, error, refetch } = useSecrets();
  /** The name that is replaced; empty for a new one. */
  const [edited, setEdited] = useState<string>();
  const add = (
    <Button leftSection={<Plus size={16} />} onClick={() => setEdited('')}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} summary={words.summary} actions={secrets?.length !== 0 && add}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {secrets === undefined && error === null && <RowsLoading />}
      {secrets?.length === 0 && (
        <Empty icon={KeyRound} title={words.empty.title} text={words.empty.text}>
          {add}
        </Empty>
      )}
      {secrets !== undefined && secrets.length > 0 && (
        <Paper>
          <Table aria-label={words.list.label}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.list.name}</Table.Th>
                <Table.Th visibleFrom="sm">{words.list.usedBy}</Table.Th>
                <Table.Th visibleFrom="sm">{words.list.changed}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{words.list.actions}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {secrets.map((secret) => (
                <SecretRow key={secret.name} secret={secret} onReplace={() => setEdited(secret.name)} />
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
      {edited !== undefined && (
        <SecretDialog
          name={edited}
          taken={(secrets ?? []).map(({ name }) => name)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}
