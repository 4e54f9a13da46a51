import { Button, Menu, Text } from '@mantine/core';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { Issue } from '#runtime/flow/issue';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { flowWords as words } from '../words/flow.ts';

/** How many problems the draft has; each leads to its field. */
export function IssuesMenu() {
  const issues = useEditor((state) => state.issues);
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  if (issues.length === 0)
    return (
      <Text size="xs" c="dimmed" display="flex" style={{ alignItems: 'center', gap: 4, whiteSpace: 'nowrap' }}>
        <CircleCheck size={15} aria-hidden /> {words.issues.none}
      </Text>
    );
  const color = errors > 0 ? 'red' : 'yellow';
  return (
    <Menu position="bottom-end" width={400} shadow="lg" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="light"
          color={color}
          leftSection={<TriangleAlert size={15} />}
          // The darker one would leave its words with too little contrast.
          style={{ '--button-hover': 'var(--button-bg)' }}
        >
          {words.issues.button(errors, issues.length - errors)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={460} style={{ overflowY: 'auto' }}>
        <Menu.Label>{words.issues.title}</Menu.Label>
        {issues.map((issue) => (
          <IssueItem key={`${issue.code} ${issue.nodeId} ${issue.field}`} issue={issue} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function IssueItem({ issue }: { readonly issue: Issue }) {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const node = useEditor((state) => state.flow.nodes.find(({ id }) => id === issue.nodeId));
  const where = node === undefined ? words.issues.flow : (node.label ?? catalogue.get(node.step)?.title ?? node.id);
  const Icon = issue.severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <Menu.Item
      leftSection={<Icon size={16} color={`var(--mantine-color-${issue.severity === 'error' ? 'red' : 'yellow'}-6)`} />}
      onClick={() => (node === undefined ? store.getState().show('flow') : store.getState().open(node.id, issue.field))}
    >
      <Text size="sm" fw={600}>
        {where}
      </Text>
      <Text size="sm">{issue.message}</Text>
      <Text size="xs">{issue.fix}</Text>
    </Menu.Item>
  );
}
