import { Box } from '@mantine/core';
import { useCallFindings } from '../api/findings.ts';
import { findingsWords } from '../words/findings.ts';
import { FindingList } from './finding-list.tsx';

/** What went wrong in a call; nothing where nothing did. */
export function CallFindings({ callId }: { readonly callId: string }) {
  const { data: findings = [] } = useCallFindings(callId);
  if (findings.length === 0) return null;
  return (
    <Box component="section" aria-label={findingsWords.title} mb="md">
      <FindingList findings={findings} />
    </Box>
  );
}
