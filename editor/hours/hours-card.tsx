import { Anchor, Box, Group, Paper, Stack, Text } from '@mantine/core';
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { HoursInfo } from '../api/hours.ts';
import { UsedBy } from '../app/used-by.tsx';
import { commonWords } from '../words/common.ts';
import { hoursWords as words } from '../words/hours.ts';
import classes from './hours-card.module.css';
import { HoursStateText } from './hours-state.tsx';
import { OverrideButton } from './override-button.tsx';
import { spansText, type Week, weekLines } from './week.ts';

/** One set of opening hours in the list. */
export function HoursCard({ hours }: { readonly hours: HoursInfo }) {
  return (
    <Paper p="md" component="section" aria-label={hours.name}>
      <Stack gap="sm" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Anchor component={Link} to={`/hours/${hours.id}`} c="var(--ink)" fw={600} fz="lg" lineClamp={2}>
            {hours.name}
          </Anchor>
          <OverrideButton hours={hours} />
        </Group>
        <HoursStateText hours={hours} />
        <WeekText week={hours.week} />
        <Box mt="auto">
          <Text c="dimmed" size="sm" component="span">
            {commonWords.usedBy}:{' '}
          </Text>
          <UsedBy flowIds={hours.usedBy.map(({ flowId }) => flowId)} />
        </Box>
      </Stack>
    </Paper>
  );
}

function WeekText({ week }: { readonly week: Week }) {
  const lines = weekLines(week).filter(({ spans }) => spans.length > 0);
  if (lines.length === 0) return <Text c="dimmed">{words.neverOpen}</Text>;
  return (
    <dl className={classes.week}>
      {lines.map(({ from, to, spans }) => (
        <Fragment key={from}>
          <dt>{from === to ? words.short[from] : `${words.short[from]}\u2013${words.short[to]}`}</dt>
          <dd className="tabular">{spansText(spans)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
