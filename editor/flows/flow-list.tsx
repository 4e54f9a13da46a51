import { Button, Paper, Table, Text, VisuallyHidden } from '@mantine/core';
import { Folder, Plus, Workflow } from 'lucide-react';
import { useState } from 'react';
import type { FlowInfo } from '../api/flows.ts';
import { Empty } from '../app/empty.tsx';
import { flowsWords as words } from '../words/flows.ts';
import { type FlowAction, FlowDialogs } from './flow-dialogs.tsx';
import { FlowRow } from './flow-row.tsx';
import { FolderRow } from './folder-row.tsx';
import { flowsMatching, foldersIn } from './folders.ts';

interface FlowListProps {
  readonly flows: readonly FlowInfo[];
  readonly folder: string;
  readonly search: string;
  readonly onNew: () => void;
}

/** The folders and flows of one folder; a search goes through all of them. */
export function FlowList({ flows, folder, search, onNew }: FlowListProps) {
  const [action, setAction] = useState<FlowAction>();
  const isSearch = search.trim() !== '';
  const folders = isSearch ? [] : foldersIn(flows, folder);
  const shown = isSearch ? flowsMatching(flows, search) : flows.filter((flow) => flow.folder === folder);
  const sorted = [...shown].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  if (isSearch && sorted.length === 0)
    return (
      <Text c="dimmed" py="xl" ta="center" role="status">
        {words.noMatch(search.trim())}
      </Text>
    );
  if (folders.length + sorted.length === 0) {
    const { title, text } = folder === '' ? words.empty : words.emptyFolder;
    return (
      <Empty icon={folder === '' ? Workflow : Folder} title={title} text={text}>
        <Button mt="sm" leftSection={<Plus size={16} />} onClick={onNew}>
          {words.create}
        </Button>
      </Empty>
    );
  }
  return (
    <Paper>
      <Table highlightOnHover aria-label={words.list.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.list.name}</Table.Th>
            <Table.Th visibleFrom="sm">{words.list.state}</Table.Th>
            <Table.Th visibleFrom="sm">{words.list.numbers}</Table.Th>
            <Table.Th visibleFrom="md" ta="right">
              {words.list.calls}
            </Table.Th>
            <Table.Th visibleFrom="md">{words.list.edited}</Table.Th>
            <Table.Th w={48}>
              <VisuallyHidden>{words.list.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {folders.map((one) => (
            <FolderRow key={one.path} folder={one} />
          ))}
          {sorted.map((flow) => (
            <FlowRow key={flow.id} flow={flow} isFolderShown={isSearch} onAction={setAction} />
          ))}
        </Table.Tbody>
      </Table>
      {action !== undefined && <FlowDialogs action={action} flows={flows} onClose={() => setAction(undefined)} />}
    </Paper>
  );
}
