import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import { Link } from 'react-router';
import { type UnknownNumber, useForgetUnknown } from '../api/numbers.ts';
import type { TrunkInfo } from '../api/trunks.ts';
import { Ago } from '../app/ago.tsx';
import { showProblem } from '../app/problem.tsx';
import { safeText } from '../calls/call-text.ts';
import { numbersWords } from '../words/numbers.ts';

const words = numbersWords.unknown;
const SHOWN = 10;

interface UnknownNumbersProps {
  readonly unknown: readonly UnknownNumber[];
  readonly trunks: readonly TrunkInfo[];
}

/** Numbers that callers reached over a trunk and that nobody has added; each can be. */
export function UnknownNumbers({ unknown, trunks }: UnknownNumbersProps) {
  const forget = useForgetUnknown();
  if (unknown.length === 0) return null;
  return (
    <Paper component="section" aria-label={words.label} p="md">
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <Text c="dimmed" mb="xs">
        {words.hint}
      </Text>
      {unknown.slice(0, SHOWN).map(({ dialled, number, trunkId, lastAt, count }) => {
        const shown = safeText(number ?? dialled);
        const query = new URLSearchParams({ trunk: trunkId, number: number ?? dialled });
        return (
          <Group
            key={`${trunkId} ${dialled}`}
            justify="space-between"
            py={8}
            style={{ borderTop: '1px solid var(--line)' }}
          >
            <div style={{ minWidth: 0 }}>
              <Text fw={600} className="tabular" style={{ overflowWrap: 'anywhere' }}>
                <bdi>{shown}</bdi>
              </Text>
              <Text c="dimmed" size="sm">
                {words.calls(count)} {words.over(trunks.find(({ id }) => id === trunkId)?.name ?? trunkId)},{' '}
                <Ago at={lastAt} />
              </Text>
            </div>
            <Group gap="xs">
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={words.forgetOne(shown)}
                onClick={() => forget.mutate(dialled, { onError: showProblem })}
              >
                {words.forget}
              </Button>
              <Button
                size="xs"
                variant="default"
                component={Link}
                to={`/numbers/new/assign?${query}`}
                leftSection={<Plus size={14} aria-hidden />}
                aria-label={words.addOne(shown)}
              >
                {words.add}
              </Button>
            </Group>
          </Group>
        );
      })}
    </Paper>
  );
}
