import { Button, Checkbox, Collapse, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { E164 } from '#asterisk-config/sip-names';
import { ProblemBox } from '../app/problem.tsx';
import { compactNumber } from '../numbers/compact-number.ts';
import { ladderWords as words } from '../words/ladder.ts';
import { Ladder } from './ladder.tsx';
import { useLadder } from './use-ladder.ts';

interface TrunkTestProps {
  readonly trunkId: string;
  readonly onField: (field: string) => void;
  /** A test of before, to go on with. */
  readonly kept?: string | undefined;
  readonly onStarted?: (id: string) => void;
  readonly title?: string;
}

/** Tries a saved trunk, rung by rung; a call is part of it where a number is given. */
export function TrunkTestPanel({ trunkId, onField, kept, onStarted, title = words.title }: TrunkTestProps) {
  const [isCalling, setCalling] = useState(false);
  const [hold, setHold] = useState(false);
  const [to, setTo] = useState('');
  const run = useLadder(kept, onStarted);
  const number = compactNumber(to);
  const isReady = !isCalling || E164.safeParse(number).success;
  return (
    <Paper
      p="md"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !run.isRunning) run.start({ trunkId, ...(isCalling ? { to: number, hold } : {}) });
      }}
    >
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" mb="sm">
        {words.hint}
      </Text>
      <Stack gap="sm" maw={560}>
        <Checkbox
          label={words.call}
          description={words.callHint}
          checked={isCalling}
          onChange={(event) => setCalling(event.currentTarget.checked)}
        />
        <Collapse expanded={isCalling} keepMounted={false}>
          <Stack gap="sm" pl={28}>
            <TextInput
              label={words.to}
              type="tel"
              w={{ base: '100%', xs: 260 }}
              value={to}
              maxLength={40}
              error={to !== '' && !isReady ? words.toInvalid : undefined}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <Checkbox
              label={words.hold}
              description={words.holdHint}
              checked={hold}
              onChange={(event) => setHold(event.currentTarget.checked)}
            />
          </Stack>
        </Collapse>
        <Group gap="xs">
          <Button
            type="submit"
            variant={run.test === undefined ? 'filled' : 'default'}
            loading={run.isRunning}
            disabled={!isReady}
          >
            {run.test === undefined ? words.run : words.again}
          </Button>
          {run.isRunning && (
            <Button variant="subtle" color="gray" onClick={run.cancel}>
              {words.cancel}
            </Button>
          )}
        </Group>
      </Stack>
      {run.error !== null && <ProblemBox error={run.error} />}
      {run.test !== undefined && (
        <Stack mt="md">
          <Ladder test={run.test} onField={onField} />
        </Stack>
      )}
    </Paper>
  );
}
