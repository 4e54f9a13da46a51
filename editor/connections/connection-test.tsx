import { Alert, Box, Button, Group, Paper, Stack, Text, TextInput, Title, VisuallyHidden } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { type ConnectionTest, useTestConnection } from '../api/connections.ts';
import { ProblemBox } from '../app/problem.tsx';
import { connectionsWords } from '../words/connections.ts';

const words = connectionsWords.test;

/** Tries a saved connection, and shows each rung of the ladder. */
export function ConnectionTestPanel({ id }: { readonly id: string }) {
  const [to, setTo] = useState('');
  const test = useTestConnection();
  return (
    <Paper
      p="md"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        test.mutate({ id, ...(to.trim() === '' ? {} : { to: to.trim() }) });
      }}
    >
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <Text c="dimmed" mb="sm">
        {words.hint}
      </Text>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={words.to}
          type="email"
          w={{ base: '100%', xs: 300 }}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={test.isPending}>
          {words.run}
        </Button>
      </Group>
      <div aria-live="polite">
        {test.error !== null && <ProblemBox error={test.error} />}
        {test.data !== undefined && !test.isPending && <Rungs result={test.data} />}
      </div>
    </Paper>
  );
}

function Rungs({ result }: { readonly result: ConnectionTest }) {
  return (
    <Stack gap="sm" mt="md">
      {result.checks.map(({ name, ok, message, fix }) => (
        <Group key={name} gap="sm" wrap="nowrap" align="flex-start">
          {ok ? (
            <CircleCheck size={19} color="var(--mantine-color-green-6)" style={{ flex: 'none' }} aria-hidden />
          ) : (
            <CircleX size={19} color="var(--mantine-color-red-6)" style={{ flex: 'none' }} aria-hidden />
          )}
          <Box miw={0}>
            <Text fw={550}>
              {name}
              <VisuallyHidden>: {ok ? words.passed : words.notPassed}</VisuallyHidden>
            </Text>
            <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {message}
            </Text>
            {fix !== undefined && <Text style={{ overflowWrap: 'anywhere' }}>{fix}</Text>}
          </Box>
        </Group>
      ))}
      <Alert color={result.ok ? 'green' : 'red'} variant="light">
        {result.ok ? words.ok : words.failed}
      </Alert>
    </Stack>
  );
}
