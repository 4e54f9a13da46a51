import { Badge, Group, Text } from '@mantine/core';
import type { HoursInfo } from '../api/hours.ts';
import { hoursWords } from '../words/hours.ts';
import { whenIn } from './zone.ts';

const words = hoursWords.now;
const COLORS = { open: 'green', closed: 'gray', holiday: 'blue' } as const;

/** What the hours say at this moment, and when that changes. */
export function HoursStateText({ hours }: { readonly hours: HoursInfo }) {
  const { state, until, holiday = '' } = hours.now;
  const label = state === 'open' ? words.open : state === 'closed' ? words.closed : words.holiday(holiday);
  const when = until === null ? undefined : whenIn(hours.zone, until, Date.now());
  const change =
    when === undefined
      ? undefined
      : state === 'open' || hours.override !== null
        ? words.openUntil(when)
        : state === 'closed'
          ? words.opens(when)
          : words.changes(when);
  return (
    <Group gap={8} wrap="wrap">
      <Badge color={COLORS[state]} variant="light" tt="none" size="lg" fw={600} maw={260}>
        {label}
      </Badge>
      {change !== undefined && <Text className="tabular">{change}</Text>}
      {hours.override !== null && <Text c="dimmed">{words.byHand}</Text>}
    </Group>
  );
}
