import { Paper, Text, Title } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { useNumberFindings } from '../api/findings.ts';
import { ProblemBox } from '../app/problem.tsx';
import { FindingList } from '../findings/finding-list.tsx';
import { numberWords } from '../words/numbers.ts';

const words = numberWords.findings;

/** What was noticed at the calls of a number. */
export function NumberTroubles({ number }: { readonly number: string }) {
  const { data: findings, error } = useNumberFindings(number);
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3" mb="xs">
        {words.title}
      </Title>
      {error !== null && <ProblemBox error={error} />}
      {findings?.length === 0 && (
        <Text c="dimmed" style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          <CircleCheck size={17} color="var(--good)" style={{ flex: 'none' }} aria-hidden />
          {words.none}
        </Text>
      )}
      {findings !== undefined && findings.length > 0 && <FindingList findings={findings} linksCalls />}
    </Paper>
  );
}
