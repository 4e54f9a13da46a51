import { Paper, Table, VisuallyHidden } from '@mantine/core';
import type { Extension } from '../api/extensions.ts';
import type { FlowInfo } from '../api/flows.ts';
import { useStatus } from '../api/system.ts';
import { numbersWords } from '../words/numbers.ts';
import { ShortNumberRow } from './short-number-row.tsx';

const words = numbersWords.list;

interface ShortNumberListProps {
  readonly extensions: readonly Extension[];
  readonly flows: readonly FlowInfo[];
  readonly onChange: (extension: Extension) => void;
}

/** Numbers in the order a person counts. */
export function ShortNumberList({ extensions, flows, onChange }: ShortNumberListProps) {
  const { data: status } = useStatus();
  const sorted = [...extensions].sort((a, b) => a.extension.localeCompare(b.extension, 'en', { numeric: true }));
  return (
    <Paper>
      <Table highlightOnHover aria-label={words.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.number}</Table.Th>
            <Table.Th>{words.flow}</Table.Th>
            <Table.Th visibleFrom="md">{words.address}</Table.Th>
            <Table.Th visibleFrom="sm">{words.changed}</Table.Th>
            <Table.Th w={48}>
              <VisuallyHidden>{words.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((extension) => (
            <ShortNumberRow
              key={extension.extension}
              extension={extension}
              flow={flows.find(({ id }) => id === extension.flowId)}
              host={status?.asterisk?.sip}
              onChange={() => onChange(extension)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
