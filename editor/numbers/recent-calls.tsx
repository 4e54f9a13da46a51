import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { CallEvent } from '#runtime/flow/record';
import { type CallRow, useCallLog } from '../api/calls.ts';
import { useEvents } from '../api/events.ts';
import { Ago } from '../app/ago.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { whoText } from '../calls/call-text.ts';
import { EndMark } from '../calls/end-mark.tsx';
import { useSoon } from '../calls/use-soon.ts';
import { callsWords } from '../words/calls.ts';
import { numberWords } from '../words/numbers.ts';
import { RefusedCalls } from './refused-calls.tsx';

const words = numberWords.recent;
const SHOWN = 8;
/** A call is in the log a moment after it was heard of. */
const SOON_MS = 500;

/** The last calls of a number. */
export function RecentCalls({ number }: { readonly number: string }) {
  const { data, error, refetch } = useCallLog({ q: number, test: 'all' });
  const refresh = useSoon(() => void refetch(), SOON_MS);
  useEvents<CallEvent>(({ type }) => {
    if (type === 'call.started' || type === 'call.ended') refresh();
  });
  const calls = data?.pages[0]?.calls ?? [];
  return (
    <Paper p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {words.title}
        </Title>
        {calls.length > 0 && (
          <Anchor component={Link} to={`/calls?q=${encodeURIComponent(number)}`}>
            {words.all}
          </Anchor>
        )}
      </Group>
      {error !== null && <ProblemBox error={error} />}
      {data !== undefined && calls.length === 0 && <Text c="dimmed">{words.none}</Text>}
      <Stack gap={0}>
        {calls.slice(0, SHOWN).map((call) => (
          <Line key={call.id} call={call} />
        ))}
      </Stack>
      <RefusedCalls number={number} />
    </Paper>
  );
}

function Line({ call }: { readonly call: CallRow }) {
  const { id, direction, caller, callerName, called, startedAt, endBy } = call;
  const who = direction === 'outbound' ? whoText(called) : whoText(caller, callerName ?? '');
  return (
    <Group justify="space-between" py={7} wrap="nowrap" style={{ borderTop: '1px solid var(--line)' }}>
      <Group gap={10} wrap="nowrap" miw={0}>
        <EndMark by={endBy} />
        <Anchor component={Link} to={`/calls/${id}`} c="var(--ink)" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{who.main}</bdi>
        </Anchor>
        <Text c="dimmed" size="sm">
          {callsWords.direction[direction]}
        </Text>
      </Group>
      <Text c="dimmed" size="sm" style={{ whiteSpace: 'nowrap' }}>
        <Ago at={startedAt} />
      </Text>
    </Group>
  );
}
