import { Anchor, Box, Group, List, Text, VisuallyHidden } from '@mantine/core';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import type { Finding } from '#asterisk-config/finding';
import { Ago } from '../app/ago.tsx';
import { safeText } from '../calls/call-text.ts';
import { findingsWords as words } from '../words/findings.ts';
import { trunkFieldWords } from '../words/trunks.ts';
import classes from './finding-card.module.css';

const icons = { error: CircleX, warning: TriangleAlert, info: Info };
const colors = { error: 'var(--bad)', warning: 'var(--doubt)', info: 'var(--soft)' };
const LONGEST = 600;
const MOST = 12;

interface FindingCardProps {
  readonly finding: Finding;
  /** Of the call that it was noticed at, where that is not the page's own. */
  readonly callId?: string | undefined;
}

/** One thing that was noticed: how it is known, why it is so, what to do. All of it is text, whoever wrote it. */
export function FindingCard({ finding, callId }: FindingCardProps) {
  const { severity, title, evidence, cause, fix, field, trunkId, at } = finding;
  const Icon = icons[severity];
  return (
    <article className={classes.card} data-severity={severity} data-code={finding.code}>
      <Group gap={10} wrap="nowrap" align="flex-start">
        <Icon size={19} color={colors[severity]} style={{ flex: 'none', marginTop: 1 }} aria-hidden />
        <Box miw={0} flex={1} style={{ overflowWrap: 'anywhere' }}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
            <Text fw={600} component="h3">
              <VisuallyHidden>{words.severity[severity]}: </VisuallyHidden>
              {safeText(title, LONGEST)}
            </Text>
            <Text c="dimmed" size="sm" style={{ whiteSpace: 'nowrap' }}>
              <Ago at={at} />
            </Text>
          </Group>
          <Text mt={2}>{safeText(cause, LONGEST)}</Text>
          <Text mt={4}>
            <b>{words.fix}:</b> {safeText(fix, LONGEST)}
          </Text>
          {evidence.length > 0 && (
            <>
              <Text c="dimmed" size="sm" mt={6}>
                {words.evidence}
              </Text>
              <List size="sm" c="dimmed" withPadding>
                {evidence.slice(0, MOST).map((line) => (
                  <List.Item key={line}>
                    <bdi>{safeText(line, LONGEST)}</bdi>
                  </List.Item>
                ))}
              </List>
            </>
          )}
          <Group gap="md" mt={6}>
            {trunkId !== undefined && (
              <Anchor
                component={Link}
                to={`/trunks/${encodeURIComponent(trunkId)}${field === undefined ? '' : `#${encodeURIComponent(field)}`}`}
              >
                {field === undefined ? words.openTrunk : words.change(trunkFieldWords[field]?.label ?? field)}
              </Anchor>
            )}
            {callId !== undefined && (
              <Anchor component={Link} to={`/calls/${encodeURIComponent(callId)}`}>
                {words.openCall}
              </Anchor>
            )}
          </Group>
        </Box>
      </Group>
    </article>
  );
}
