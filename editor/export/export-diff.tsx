import { Paper, Table, Text, Title } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { type Difference, useAsteriskExport } from '../api/export.ts';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { exportWords } from '../words/export.ts';

const words = exportWords.diff;

/** What the Asterisk that runs here has otherwise than the settings say. */
export function ExportDiff() {
  const { data, error } = useAsteriskExport({ diff: true });
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3" mb="xs">
        {words.title}
      </Title>
      {error !== null && <ProblemBox error={error} />}
      {data === undefined && error === null && <RowsLoading rows={2} />}
      {data?.diff?.length === 0 && (
        <Text c="dimmed" style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          <CircleCheck size={17} color="var(--good)" style={{ flex: 'none' }} aria-hidden />
          {words.none}
        </Text>
      )}
      {data?.diff?.map((difference) => (
        <OneDifference key={`${difference.type} ${difference.id}`} difference={difference} />
      ))}
    </Paper>
  );
}

function OneDifference({ difference: { type, id, kind, fields } }: { readonly difference: Difference }) {
  return (
    <>
      <Text mt="sm" style={{ overflowWrap: 'anywhere' }}>
        <b>{id}</b> ({type}) {words.kinds[kind]}
      </Text>
      {fields.length > 0 && (
        <Table.ScrollContainer minWidth={420}>
          <Table aria-label={words.label(id)} fz="sm" verticalSpacing={5}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.field}</Table.Th>
                <Table.Th>{words.wanted}</Table.Th>
                <Table.Th>{words.held}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {fields.map(({ name, wanted, held }) => (
                <Table.Tr key={name}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td c="var(--good)">{wanted === '' ? words.nothing : wanted}</Table.Td>
                  <Table.Td c="var(--bad)">{held === '' ? words.nothing : held}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}
