import { Group, Text, Title } from '@mantine/core';
import { useRefusedCalls } from '../api/findings.ts';
import { Ago } from '../app/ago.tsx';
import { safeText } from '../calls/call-text.ts';
import { numberWords } from '../words/numbers.ts';

const words = numberWords.recent;
const LONGEST = 300;

/** Calls to a number that were refused before any flow could answer. */
export function RefusedCalls({ number }: { readonly number: string }) {
  const { data: refused = [] } = useRefusedCalls({ number });
  if (refused.length === 0) return null;
  return (
    <>
      <Title order={3} size="h3" mt="md" mb="xs">
        {words.notReached}
      </Title>
      {refused.map(({ at, count, from, sourceAddress, code, words: said, finding }) => (
        <Group
          key={`${at} ${from} ${sourceAddress} ${code}`}
          justify="space-between"
          align="flex-start"
          py={7}
          wrap="nowrap"
          style={{ borderTop: '1px solid var(--line)' }}
        >
          <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            <Text fw={550}>
              <bdi>{safeText(said, LONGEST)}</bdi>
            </Text>
            <Text c="dimmed" size="sm">
              {words.refused(safeText(from), safeText(sourceAddress), code, count)}
            </Text>
            <Text size="sm">{safeText(finding.fix, LONGEST)}</Text>
          </div>
          <Text c="dimmed" size="sm" style={{ whiteSpace: 'nowrap' }}>
            <Ago at={at} />
          </Text>
        </Group>
      ))}
    </>
  );
}
