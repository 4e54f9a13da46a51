import { Anchor, Paper, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Connection } from '../api/connections.ts';
import { Ago } from '../app/ago.tsx';
import { UsedBy } from '../app/used-by.tsx';
import { connectionsWords as words } from '../words/connections.ts';

interface ConnectionTableProps {
  readonly label: string;
  readonly connections: readonly Connection[];
}

/** The connections of one kind. */
export function ConnectionTable({ label, connections }: ConnectionTableProps) {
  return (
    <Paper>
      <Table highlightOnHover aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th>{words.usedBy}</Table.Th>
            <Table.Th visibleFrom="sm">{words.changed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {connections.map(({ id, name, options, usedBy, updatedAt }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Anchor component={Link} to={`/connections/${id}`} c="var(--ink)" fw={550}>
                  {name}
                </Anchor>
                {typeof options.host === 'string' && (
                  <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {options.host}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <UsedBy flowIds={usedBy.map(({ flowId }) => flowId)} />
              </Table.Td>
              <Table.Td visibleFrom="sm" c="dimmed">
                <Ago at={updatedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
