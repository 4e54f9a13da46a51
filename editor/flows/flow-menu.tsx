import { ActionIcon, Menu } from '@mantine/core';
import { Copy, Download, Ellipsis, FolderInput, PencilLine, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { Link } from 'react-router';
import type { FlowInfo } from '../api/flows.ts';
import { exportAddress, useBinFlow, useDuplicateFlow, useRestoreFlow } from '../api/manage-flows.ts';
import { showProblem } from '../app/problem.tsx';
import { showUndo } from '../app/undo.tsx';
import { flowsWords } from '../words/flows.ts';
import type { FlowAction } from './flow-dialogs.tsx';

const words = flowsWords.menu;

/** What can be done with a flow of the list. */
export function FlowMenu({
  flow,
  onAction,
}: {
  readonly flow: FlowInfo;
  readonly onAction: (action: FlowAction) => void;
}) {
  const duplicate = useDuplicateFlow();
  const restore = useRestoreFlow();
  const bin = useBinFlow();
  const binIt = () =>
    bin.mutate(flow.id, {
      onError: showProblem,
      onSuccess: () => showUndo(flowsWords.binned(flow.name), () => restore.mutateAsync(flow.id).catch(showProblem)),
    });
  return (
    <Menu position="bottom-end" width={200} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.label(flow.name)}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={`/flows/${flow.id}`} leftSection={<SquareArrowOutUpRight size={16} />}>
          {words.open}
        </Menu.Item>
        <Menu.Item leftSection={<PencilLine size={16} />} onClick={() => onAction({ kind: 'rename', flow })}>
          {words.rename}
        </Menu.Item>
        <Menu.Item leftSection={<FolderInput size={16} />} onClick={() => onAction({ kind: 'move', flow })}>
          {words.move}
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={16} />}
          onClick={() => duplicate.mutate({ id: flow.id }, { onError: showProblem })}
        >
          {words.duplicate}
        </Menu.Item>
        <Menu.Item component="a" href={exportAddress(flow.id)} download leftSection={<Download size={16} />}>
          {words.export}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={binIt}>
          {words.bin}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
