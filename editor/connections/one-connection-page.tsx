import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useParams } from 'react-router';
import { useConnectionKinds, useConnections, useRemoveConnection, useSaveConnection } from '../api/connections.ts';
import { ErrorPage } from '../app/error-page.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RemoveButton } from '../app/remove-button.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { UsedBy } from '../app/used-by.tsx';
import { connectionsWords as words } from '../words/connections.ts';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionTestPanel } from './connection-test.tsx';
import { fieldsOf } from './options-schema.ts';

/** One connection: its options, a test, what uses it. */
export function OneConnectionPage() {
  const { id = '' } = useParams();
  const { data: connections, error, refetch } = useConnections();
  const { data: kinds } = useConnectionKinds();
  const save = useSaveConnection();
  const remove = useRemoveConnection();
  const connection = connections?.find((one) => one.id === id);
  const kind = kinds?.find((one) => one.kind === connection?.kind);
  if (connections !== undefined && connection === undefined) return <ErrorPage />;
  return (
    <Page title={connection?.name ?? words.title} back={{ to: '/connections', label: words.back }}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {(connection === undefined || kinds === undefined) && error === null && <RowsLoading />}
      {connection !== undefined && kinds !== undefined && (
        <Stack gap="md">
          {kind === undefined ? (
            <ProblemBox error={new Error(words.unknown(connection.kind))} />
          ) : (
            <>
              <ConnectionForm
                key={connection.id}
                fields={fieldsOf(kind.settings)}
                initial={connection}
                error={save.error}
                isSaving={save.isPending}
                onSave={(body) =>
                  save.mutate(
                    { id, ...body },
                    { onSuccess: () => notifications.show({ message: words.saved, color: 'green', autoClose: 2_000 }) },
                  )
                }
              />
              <ConnectionTestPanel key={connection.updatedAt} id={id} />
            </>
          )}
          <Paper p="md">
            <Group justify="space-between">
              <div>
                <Title order={2} size="h3">
                  {words.usedBy}
                </Title>
                <Text component="div">
                  <UsedBy flowIds={connection.usedBy.map(({ flowId }) => flowId)} max={20} />
                </Text>
              </div>
              <RemoveButton
                words={words}
                text={words.removeText(connection.name)}
                id={connection.id}
                mutation={remove}
                list="/connections"
              />
            </Group>
          </Paper>
        </Stack>
      )}
    </Page>
  );
}
