import { Anchor, Group, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { pcapAddress, useCallSip } from '../api/sip.ts';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { sipWords as words } from '../words/sip.ts';
import { SipDiagram } from './sip-diagram.tsx';

/** The SIP messages of a call: drawn, to be read, and to be taken away. */
export function SipTab({ callId }: { readonly callId: string }) {
  const { data, error, refetch } = useCallSip(callId);
  if (data === undefined)
    return error === null ? <RowsLoading rows={3} /> : <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (data.messages.length === 0)
    return (
      <Text c="dimmed" p="md">
        {words.none}
      </Text>
    );
  return (
    <div style={{ padding: 'var(--mantine-spacing-sm)' }}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Text c="dimmed" size="sm">
          {words.hint}
        </Text>
        <Anchor
          href={pcapAddress(callId)}
          download
          size="sm"
          display="inline-flex"
          style={{ alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }}
        >
          <Download size={14} aria-hidden />
          {words.download}
        </Anchor>
      </Group>
      <SipDiagram messages={data.messages} peers={data.peers} />
    </div>
  );
}
