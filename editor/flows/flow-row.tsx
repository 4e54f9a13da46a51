import { Anchor, Badge, Box, Group, Table, Text, Tooltip } from '@mantine/core';
import { Workflow } from 'lucide-react';
import { Link } from 'react-router';
import type { FlowInfo } from '../api/flows.ts';
import { Ago } from '../app/ago.tsx';
import { flowsWords as words } from '../words/flows.ts';
import type { FlowAction } from './flow-dialogs.tsx';
import { FlowMenu } from './flow-menu.tsx';
import { FlowState } from './flow-state.tsx';

interface FlowRowProps {
  readonly flow: FlowInfo;
  /** In what a search found, which comes from everywhere. */
  readonly isFolderShown: boolean;
  readonly onAction: (action: FlowAction) => void;
}

/** A flow in the list. What does not fit on a phone stands under its name. */
export function FlowRow({ flow, isFolderShown, onAction }: FlowRowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Workflow size={17} color="var(--soft)" aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Box miw={0}>
            <Anchor component={Link} to={`/flows/${flow.id}`} c="var(--ink)" fw={550} lineClamp={2}>
              {flow.name}
            </Anchor>
            {isFolderShown && flow.folder !== '' && <Text c="dimmed">{flow.folder}</Text>}
            <Group hiddenFrom="sm" gap={10} mt={2} c="dimmed">
              <FlowState flow={flow} />
              {flow.extensions.length > 0 && (
                <Text className="tabular">{words.list.answers(flow.extensions.join(', '))}</Text>
              )}
            </Group>
          </Box>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <FlowState flow={flow} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Numbers flow={flow} />
      </Table.Td>
      <Table.Td visibleFrom="md" ta="right">
        <Calls flow={flow} />
      </Table.Td>
      <Table.Td visibleFrom="md" c="dimmed">
        <Ago at={flow.updatedAt} />
      </Table.Td>
      <Table.Td>
        <FlowMenu flow={flow} onAction={onAction} />
      </Table.Td>
    </Table.Tr>
  );
}

function Numbers({ flow }: { readonly flow: FlowInfo }) {
  return flow.extensions.length === 0 ? (
    <Text c="dimmed">{words.list.noNumbers}</Text>
  ) : (
    <Text className="tabular" lineClamp={1} title={flow.extensions.join(', ')}>
      {flow.extensions.join(', ')}
    </Text>
  );
}

function Calls({ flow }: { readonly flow: FlowInfo }) {
  const { today = 0, live = 0 } = flow.calls ?? {};
  return (
    <Group gap={8} justify="flex-end" wrap="nowrap" className="tabular">
      {live > 0 && (
        <Tooltip label={words.list.liveHint}>
          <Badge component={Link} to={`/calls?flow=${flow.id}`} color="green" variant="light" tt="none">
            {words.list.live(live)}
          </Badge>
        </Tooltip>
      )}
      <Text c={today === 0 ? 'dimmed' : undefined}>{today}</Text>
    </Group>
  );
}
