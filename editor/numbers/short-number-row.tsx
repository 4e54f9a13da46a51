import { ActionIcon, Anchor, Menu, Table, Text } from '@mantine/core';
import { ArrowRightLeft, Ellipsis, Trash2 } from 'lucide-react';
import { Link } from 'react-router';
import { type Extension, useAssignExtension, useRemoveExtension } from '../api/extensions.ts';
import type { FlowInfo } from '../api/flows.ts';
import { Ago } from '../app/ago.tsx';
import { CopyText } from '../app/copy-text.tsx';
import { showProblem } from '../app/problem.tsx';
import { showUndo } from '../app/undo.tsx';
import { numbersWords as words } from '../words/numbers.ts';

interface ShortNumberRowProps {
  readonly extension: Extension;
  readonly flow: FlowInfo | undefined;
  /** Where Asterisk takes calls. */
  readonly host: string | undefined;
  readonly onChange: () => void;
}

/** A number of the list. Removing is undone by assigning it again. */
export function ShortNumberRow({
  extension: { extension, flowId, updatedAt },
  flow,
  host,
  onChange,
}: ShortNumberRowProps) {
  const remove = useRemoveExtension();
  const assign = useAssignExtension();
  const removeIt = () =>
    remove.mutate(extension, {
      onError: showProblem,
      onSuccess: () =>
        showUndo(words.removed(extension), () => assign.mutateAsync({ extension, flowId }).catch(showProblem)),
    });
  return (
    <Table.Tr>
      <Table.Td fw={600} className="tabular">
        {extension}
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/flows/${flowId}`} lineClamp={2}>
          {flow?.name ?? flowId}
        </Anchor>
        {flow === undefined && <Text c="dimmed">{words.gone}</Text>}
        {flow?.revision === null && (
          <Text size="sm" c="var(--mantine-color-yellow-light-color)">
            {words.unpublished}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">{host !== undefined && <CopyText text={`sip:${extension}@${host}`} />}</Table.Td>
      <Table.Td visibleFrom="sm" c="dimmed">
        <Ago at={updatedAt} />
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end" width={220} shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={words.menu(extension)}>
              <Ellipsis size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<ArrowRightLeft size={16} />} onClick={onChange}>
              {words.change}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={removeIt}>
              {words.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
