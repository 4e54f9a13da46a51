import { Alert, Button, Group, Paper, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useCheckDial } from '../api/dial-rules.ts';
import { ProblemBox } from '../app/problem.tsx';
import { safeText } from '../calls/call-text.ts';
import { dialRulesWords } from '../words/dial-rules.ts';

const words = dialRulesWords.check;

/** Asks the rules about a number, without dialling it. */
export function DialCheck() {
  const [to, setTo] = useState('');
  const check = useCheckDial();
  return (
    <Paper
      p="md"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() !== '') check.mutate(to.trim());
      }}
    >
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <Text c="dimmed" mb="xs">
        {words.help}
      </Text>
      <Group gap="xs" align="flex-end">
        <TextInput
          w={{ base: '100%', xs: 300 }}
          aria-label={words.label}
          placeholder={words.label}
          value={to}
          maxLength={200}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={check.isPending} disabled={to.trim() === ''}>
          {words.ask}
        </Button>
      </Group>
      <div aria-live="polite">
        {check.error !== null && <ProblemBox error={check.error} />}
        {check.data !== undefined && (
          <Alert
            mt="sm"
            color={check.data.allowed ? 'green' : 'red'}
            title={titleOf(check.data, check.variables ?? '')}
          >
            {check.data.fix}
          </Alert>
        )}
      </div>
    </Paper>
  );
}

const titleOf = ({ allowed, message = '' }: { allowed: boolean; message?: string }, to: string): string =>
  allowed ? words.yes(safeText(to)) : safeText(message, 300);
