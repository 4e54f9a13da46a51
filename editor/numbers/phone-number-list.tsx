import { Anchor, Paper, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type FlowInfo, useFlows } from '../api/flows.ts';
import type { NumberInfo } from '../api/numbers.ts';
import type { TrunkInfo } from '../api/trunks.ts';
import { TrunkStateBadge } from '../trunks/trunk-state-badge.tsx';
import { numbersWords } from '../words/numbers.ts';
import { PhoneText } from './phone-text.tsx';

const words = numbersWords.phone;

interface PhoneNumberListProps {
  readonly numbers: readonly NumberInfo[];
  readonly trunks: readonly TrunkInfo[];
}

/** Numbers of phone companies, with the flow that answers and how their line is doing. */
export function PhoneNumberList({ numbers, trunks }: PhoneNumberListProps) {
  const { data: flows } = useFlows();
  return (
    <Paper>
      <Table highlightOnHover aria-label={words.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.number}</Table.Th>
            <Table.Th visibleFrom="xs">{words.inbound}</Table.Th>
            <Table.Th visibleFrom="md">{words.trunk}</Table.Th>
            <Table.Th>{words.state}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {numbers.map((number) => {
            const trunk = trunks.find(({ id }) => id === number.trunkId);
            return (
              <Table.Tr key={number.number}>
                <Table.Td>
                  <Anchor component={Link} to={`/numbers/${encodeURIComponent(number.number)}`} c="var(--ink)" fw={600}>
                    <PhoneText number={number.number} />
                  </Anchor>
                  {/* Without a name of its own it is called by itself. */}
                  {number.name !== number.number && (
                    <Text c="dimmed" size="sm" lineClamp={1}>
                      {number.name}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td visibleFrom="xs">
                  <Flows number={number} flows={flows} />
                </Table.Td>
                <Table.Td visibleFrom="md">
                  <Anchor component={Link} to={`/trunks/${number.trunkId}`} lineClamp={1}>
                    {number.trunkName}
                  </Anchor>
                </Table.Td>
                <Table.Td>{trunk !== undefined && <TrunkStateBadge state={trunk.state} />}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

interface FlowsProps {
  readonly number: NumberInfo;
  readonly flows: readonly FlowInfo[] | undefined;
}

function Flows({ number: { inboundFlow, inboundFlowName, outboundFlow, outboundFlowName }, flows }: FlowsProps) {
  const isUnpublished = flows?.find(({ id }) => id === inboundFlow)?.revision === null;
  return (
    <>
      {inboundFlow === undefined ? (
        <Text c="var(--mantine-color-yellow-light-color)">{words.noFlow}</Text>
      ) : (
        <Anchor component={Link} to={`/flows/${inboundFlow}`} lineClamp={1}>
          {inboundFlowName ?? inboundFlow}
        </Anchor>
      )}
      {isUnpublished && (
        <Text size="sm" c="var(--mantine-color-yellow-light-color)">
          {words.unpublished}
        </Text>
      )}
      {outboundFlow !== undefined && (
        <Text size="sm" c="dimmed" lineClamp={1}>
          {words.outbound(outboundFlowName ?? outboundFlow)}
        </Text>
      )}
    </>
  );
}
