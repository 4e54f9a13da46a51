import { Button, Group, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { PlayedAnswer, SimulationWaiting } from '#runtime/flow/simulation';
import { simulatorWords as words } from '../words/simulator.ts';

/** The person plays the server that the flow asks. */
export function AnswerForm({
  request,
  onAnswer,
}: {
  readonly request: SimulationWaiting['request'];
  readonly onAnswer: (answer: PlayedAnswer) => void;
}) {
  const [status, setStatus] = useState(200);
  const [body, setBody] = useState('{}');
  return (
    <Stack gap="xs" mt={6}>
      <Text size="sm" ff="monospace">
        {request?.method} {request?.url}
      </Text>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <NumberInput
          w={92}
          label={words.answer.status}
          min={100}
          max={599}
          value={status}
          onChange={(value) => setStatus(Number(value) || 200)}
        />
        <Textarea
          flex={1}
          label={words.answer.body}
          autosize
          minRows={1}
          maxRows={6}
          value={body}
          onChange={({ currentTarget }) => setBody(currentTarget.value)}
        />
      </Group>
      <Group gap="xs">
        <Button size="xs" onClick={() => onAnswer({ status, headers: {}, body })}>
          {words.answer.ok}
        </Button>
        <Button size="xs" variant="default" onClick={() => onAnswer({ failure: 'timeout' })}>
          {words.answer.timeout}
        </Button>
      </Group>
    </Stack>
  );
}
