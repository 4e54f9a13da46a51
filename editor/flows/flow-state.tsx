import { Box, Group, Text, Tooltip } from '@mantine/core';
import type { FlowInfo } from '../api/flows.ts';
import { flowsWords as words } from '../words/flows.ts';

function Dot({ color }: { readonly color: string }) {
  return <Box component="span" w={7} h={7} bg={color} style={{ borderRadius: '50%', flex: 'none' }} aria-hidden />;
}

/** What calls run on; a blue dot when the drawing went on since. */
export function FlowState({ flow }: { readonly flow: Pick<FlowInfo, 'revision' | 'changed'> }) {
  if (flow.revision === null)
    return (
      <Tooltip label={words.state.noneHint}>
        <Group gap={7} wrap="nowrap" c="dimmed" w="fit-content">
          <Dot color="gray.5" />
          <Text>{words.state.none}</Text>
        </Group>
      </Tooltip>
    );
  return (
    <Group gap={7} wrap="nowrap" w="fit-content">
      <Dot color="green.6" />
      <Text className="tabular">{words.state.published(flow.revision)}</Text>
      {flow.changed === true && (
        <Tooltip label={words.state.changedHint}>
          <Group gap={5} wrap="nowrap">
            <Dot color="blue.6" />
            <Text c="var(--mantine-color-blue-text)">{words.state.changed}</Text>
          </Group>
        </Tooltip>
      )}
    </Group>
  );
}
