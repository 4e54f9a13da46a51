import { Kbd, Menu } from '@mantine/core';
import { Fragment } from 'react';
import { useEditor } from '../state/editor-context.tsx';
import type { Point } from '../state/edits/nodes.ts';
import { canvasWords as words } from '../words/canvas.ts';
import { type Command, shownKeys } from './keys.ts';

/** Where on the screen the menu was asked for. */
export type MenuPlace = Point;

/** What is of use with something chosen, and with nothing. */
const WITH_CHOICE = ['settings', 'rename', 'duplicate', 'delete', 'frame', 'alignLeft', 'alignTop', 'tidy'];
const WITHOUT = ['search', 'note', 'all', 'tidy', 'fit', 'undo', 'redo'];

/** The menu of the right button: the same commands as the keys. */
export function CanvasMenu({
  place,
  commands,
  onClose,
}: {
  readonly place: MenuPlace;
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}) {
  const hasChoice = useEditor(({ selected, selectedEdges }) => selected.size + selectedEdges.size > 0);
  const wanted = hasChoice ? WITH_CHOICE : WITHOUT;
  const shown = wanted.flatMap((id) => commands.find((command) => command.id === id) ?? []);
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={260} shadow="lg" withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: place.x, top: place.y }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown aria-label={words.menu}>
        {shown.map((command, index) => (
          <Fragment key={command.id}>
            {index > 0 && shown[index - 1]?.group !== command.group && <Menu.Divider />}
            <Menu.Item
              onClick={command.run}
              rightSection={<Kbd size="xs">{shownKeys(command.keys[0] ?? '').join(' ')}</Kbd>}
            >
              {command.title}
            </Menu.Item>
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
