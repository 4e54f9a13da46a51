import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import type { Collision } from '../api/export.ts';
import { safeText } from '../calls/call-text.ts';
import { exportWords as words } from '../words/export.ts';

const LONGEST = 400;

/** What the Asterisk that the files are for has already. */
export function CollisionList({ collisions }: { readonly collisions: readonly Collision[] }) {
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3" mb="xs">
        {words.collisions}
      </Title>
      {collisions.length === 0 && <Text c="dimmed">{words.noCollisions}</Text>}
      <Stack gap="sm">
        {collisions.map(({ severity, code, message, fix }) => (
          <Alert
            key={`${code} ${message}`}
            color={severity === 'error' ? 'red' : 'yellow'}
            title={safeText(message, LONGEST)}
            style={{ overflowWrap: 'anywhere' }}
          >
            {safeText(fix, LONGEST)}
          </Alert>
        ))}
      </Stack>
    </Paper>
  );
}
