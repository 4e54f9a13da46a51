import { Stack } from '@mantine/core';
import type { Finding } from '#asterisk-config/finding';
import { FindingCard } from './finding-card.tsx';

interface FindingListProps {
  readonly findings: readonly (Finding & { readonly callId: string })[];
  readonly linksCalls?: boolean;
}

/** What was noticed, the worst first. */
export function FindingList({ findings, linksCalls = false }: FindingListProps) {
  const order = { error: 0, warning: 1, info: 2 };
  const sorted = findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
  return (
    <Stack gap="sm">
      {sorted.map((finding) => (
        <FindingCard
          key={`${finding.code} ${finding.at} ${finding.callId}`}
          finding={finding}
          callId={linksCalls ? finding.callId : undefined}
        />
      ))}
    </Stack>
  );
}
