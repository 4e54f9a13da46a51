import { Group, Kbd, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { type Command, isTyping, shownKeys } from '../canvas/keys.ts';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';

/** It opens over a field of a form too. */
const NO_TAGS: string[] = [];

/** Ctrl+K: every command, and every node of the flow to go to. `?` lists the keys. */
export function CommandPalette({
  commands,
  onPublish,
}: {
  readonly commands: readonly Command[];
  readonly onPublish: () => void;
}) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const canvas = useReactFlow();
  const nodes = useEditor((state) => state.flow.nodes);
  const [isListOpen, list] = useDisclosure(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping(event.target)) list.open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list]);

  const panelAction = (panel: 'test' | 'flow' | 'revisions', label: string) => ({
    id: `panel ${panel}`,
    label,
    onClick: () => store.getState().show(panel),
  });
  const actions: SpotlightActionGroupData[] = [
    {
      group: words.flowGroup,
      actions: [
        { id: 'publish', label: words.publish.button, onClick: onPublish },
        panelAction('test', words.testDraft),
        panelAction('flow', words.settings),
        panelAction('revisions', words.revisions),
      ],
    },
    ...groupsOf(commands).map(([group, some]) => ({
      group,
      actions: some.map((command) => ({
        id: command.id,
        label: command.title,
        onClick: command.run,
        rightSection: <Keys keys={command.keys[0] ?? ''} />,
      })),
    })),
    {
      group: words.goTo,
      actions: nodes.map((node) => ({
        id: `go ${node.id}`,
        label: node.label ?? catalogue.get(node.step)?.title ?? node.id,
        description: catalogue.get(node.step)?.title ?? node.step,
        onClick: () => {
          store.getState().open(node.id);
          const { x, y } = node.position;
          void canvas.setCenter(x + 124, y + 60, { zoom: Math.max(canvas.getZoom(), 0.8), duration: 250 });
        },
      })),
    },
    { group: words.shortcuts, actions: [{ id: 'shortcuts', label: words.shortcuts, onClick: list.open }] },
  ];
  return (
    <>
      <Spotlight
        actions={actions}
        shortcut={['mod + K', 'mod + F']}
        attributes={{ content: { 'aria-label': words.palettePlaceholder } }}
        tagsToIgnore={NO_TAGS}
        triggerOnContentEditable
        searchProps={{ placeholder: words.palettePlaceholder, 'aria-label': words.palettePlaceholder }}
        scrollable
        maxHeight={420}
        highlightQuery
      />
      <Modal opened={isListOpen} onClose={list.close} title={words.shortcuts} size="md">
        {groupsOf(commands).map(([group, some]) => (
          <div key={group}>
            <Text size="xs" fw={650} c="dimmed" mt="sm">
              {group}
            </Text>
            <Table verticalSpacing={4}>
              <Table.Tbody>
                {some.map((command) => (
                  <Table.Tr key={command.id}>
                    <Table.Td>{command.title}</Table.Td>
                    <Table.Td ta="right">
                      <Keys keys={command.keys[0] ?? ''} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        ))}
      </Modal>
    </>
  );
}

function Keys({ keys }: { readonly keys: string }) {
  return (
    <Group gap={4} component="span" display="inline-flex">
      {shownKeys(keys).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </Group>
  );
}

function groupsOf(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}
