import { Anchor, Group, Table, Text } from '@mantine/core';
import { Folder as FolderIcon } from 'lucide-react';
import { Link } from 'react-router';
import { flowsWords as words } from '../words/flows.ts';
import { folderAddress } from './folder-trail.tsx';
import type { Folder } from './folders.ts';

/** A folder in the list. */
export function FolderRow({ folder }: { readonly folder: Folder }) {
  return (
    <Table.Tr>
      <Table.Td colSpan={6}>
        <Group gap="xs" wrap="nowrap">
          <FolderIcon size={17} color="var(--soft)" aria-hidden />
          <Anchor component={Link} to={folderAddress(folder.path)} c="var(--ink)" fw={550}>
            {folder.name}
          </Anchor>
          <Text c="dimmed">{words.list.flows(folder.flows)}</Text>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
