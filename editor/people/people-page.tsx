import { Anchor, Badge, Button, Paper, Table, Text } from '@mantine/core';
import { Plus, Users } from 'lucide-react';
import { Link } from 'react-router';
import { usePeople } from '../api/people.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { peopleWords as words } from '../words/people.ts';
import { phoneText } from './phone-text.ts';

/** Whom calls can be put through to. */
export function PeoplePage() {
  const { data: people, error, refetch } = usePeople();
  const add = (
    <Button component={Link} to="/people/new" leftSection={<Plus size={16} aria-hidden />}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} summary={words.summary} actions={people !== undefined && people.length > 0 && add}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {people === undefined && error === null && <RowsLoading />}
      {people?.length === 0 && (
        <Empty icon={Users} title={words.empty.title} text={words.empty.text}>
          {add}
        </Empty>
      )}
      {people !== undefined && people.length > 0 && (
        <Paper>
          <Table highlightOnHover aria-label={words.label}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.columns.name}</Table.Th>
                <Table.Th visibleFrom="xs">{words.columns.phones}</Table.Th>
                <Table.Th>{words.columns.state}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.map(({ id, name, phones, paused }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Anchor
                      component={Link}
                      to={`/people/${id}`}
                      c="var(--ink)"
                      fw={550}
                      style={{ overflowWrap: 'anywhere' }}
                    >
                      {name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td visibleFrom="xs" style={{ overflowWrap: 'anywhere' }}>
                    {phones.map(phoneText).join(', ')}
                    {phones.length === 0 && <Text c="var(--mantine-color-yellow-light-color)">{words.noPhones}</Text>}
                  </Table.Td>
                  <Table.Td>
                    <Badge variant="light" tt="none" color={paused ? 'yellow' : 'green'}>
                      {paused ? words.paused : words.ready}
                    </Badge>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </Page>
  );
}
