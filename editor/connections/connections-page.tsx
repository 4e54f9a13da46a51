import { Button, Menu, Stack, Title } from '@mantine/core';
import { Plug, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { type ConnectionKind, useConnectionKinds, useConnections } from '../api/connections.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { connectionsWords as words } from '../words/connections.ts';
import { ConnectionTable } from './connection-table.tsx';

/** All connections, by kind. */
export function ConnectionsPage() {
  const { data: connections, error, refetch } = useConnections();
  const { data: kinds = [] } = useConnectionKinds();
  const unknown = [...new Set(connections?.map(({ kind }) => kind))].filter(
    (kind) => !kinds.some((one) => one.kind === kind),
  );
  const groups = [
    ...kinds.map(({ kind, title }) => ({ kind, title })),
    ...unknown.map((kind) => ({ kind, title: kind })),
  ];
  return (
    <Page title={words.title} summary={words.summary} actions={connections?.length !== 0 && <Create kinds={kinds} />}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {connections === undefined && error === null && <RowsLoading />}
      {connections?.length === 0 && (
        <Empty icon={Plug} title={words.empty.title} text={words.empty.text}>
          <Create kinds={kinds} />
        </Empty>
      )}
      <Stack gap="lg">
        {groups.map(({ kind, title }) => {
          const ofKind = connections?.filter((one) => one.kind === kind) ?? [];
          if (ofKind.length === 0) return null;
          return (
            <section key={kind} aria-label={title}>
              <Title order={2} size="h3" mb="xs">
                {title}
              </Title>
              <ConnectionTable label={title} connections={ofKind} />
            </section>
          );
        })}
      </Stack>
    </Page>
  );
}

function Create({ kinds }: { readonly kinds: readonly ConnectionKind[] }) {
  const [only] = kinds;
  if (only === undefined) return null;
  if (kinds.length === 1)
    return (
      <Button component={Link} to={`/connections/new/${only.kind}`} leftSection={<Plus size={16} aria-hidden />}>
        {words.createOf(only.title)}
      </Button>
    );
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button leftSection={<Plus size={16} />}>{words.create}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(({ kind, title }) => (
          <Menu.Item key={kind} component={Link} to={`/connections/new/${kind}`}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
