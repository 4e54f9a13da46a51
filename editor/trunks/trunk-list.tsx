import { Anchor, Paper, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useCarriers } from '../api/carriers.ts';
import type { TrunkInfo } from '../api/trunks.ts';
import { trunksWords } from '../words/trunks.ts';
import { TrunkStateBadge } from './trunk-state-badge.tsx';

const words = trunksWords.list;

/** All trunks with their states. */
export function TrunkList({ trunks }: { readonly trunks: readonly TrunkInfo[] }) {
  const { data: carriers = [] } = useCarriers();
  return (
    <Paper>
      <Table highlightOnHover aria-label={words.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th visibleFrom="sm">{words.carrier}</Table.Th>
            <Table.Th>{words.state}</Table.Th>
            <Table.Th visibleFrom="md">{words.numbers}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {trunks.map((trunk) => (
            <Table.Tr key={trunk.id}>
              <Table.Td>
                <Anchor component={Link} to={`/trunks/${trunk.id}`} c="var(--ink)" fw={550}>
                  {trunk.name}
                </Anchor>
                {trunk.domain !== undefined && (
                  <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {trunk.domain}
                  </Text>
                )}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {carriers.find(({ id }) => id === trunk.carrier)?.title ?? trunksWords.otherCarrier}
              </Table.Td>
              <Table.Td>
                <TrunkStateBadge state={trunk.state} />
              </Table.Td>
              <Table.Td visibleFrom="md" className="tabular">
                {trunk.numbers.length === 0 ? <Text c="dimmed">{trunksWords.noNumbers}</Text> : trunk.numbers.length}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
