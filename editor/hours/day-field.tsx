import { ActionIcon, Box, Group, Menu, Text } from '@mantine/core';
import { Copy, Plus, X } from 'lucide-react';
import { commonWords } from '../words/common.ts';
import { hoursWords } from '../words/hours.ts';
import classes from './day-field.module.css';
import { SpanFields } from './span-fields.tsx';
import {
  DAYS,
  type Day,
  hasOverlap,
  isOvernight,
  minutesOf,
  spansText,
  timeOf,
  WEEKDAYS,
  type Week,
  weekOf,
} from './week.ts';

const words = hoursWords.edit;

/** After the last hours of the day, an hour later; on a closed day from 9 to 17. */
function nextSpan(spans: Week[Day]) {
  const last = spans.at(-1);
  const from = last === undefined ? 9 * 60 : Math.min(22 * 60, minutesOf(last.to) + 60);
  return { from: timeOf(from), to: timeOf(last === undefined ? 17 * 60 : Math.min(24 * 60, from + 120)) };
}

interface DayFieldProps {
  readonly day: Day;
  readonly week: Week;
  readonly onChange: (week: Week) => void;
}

/** The hours of one day as fields. */
export function DayField({ day, week, onChange }: DayFieldProps) {
  const spans = week[day];
  const name = hoursWords.days[day];
  const set = (next: Week[Day]) => onChange({ ...week, [day]: next });
  const copyTo = (days: readonly Day[]) => onChange({ ...week, ...pick(weekOf(spans, days), days) });
  return (
    <Box role="group" aria-label={name} className={classes.day}>
      <Text fw={550} className={classes.name}>
        {hoursWords.short[day]}
      </Text>
      <Box className={classes.spans}>
        {spans.length === 0 && (
          <Text c="dimmed" lh="30px">
            {hoursWords.closed}
          </Text>
        )}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by its place only
          <Group key={index} gap={4} wrap="nowrap" mb={index < spans.length - 1 ? 4 : 0}>
            <SpanFields
              span={span}
              fromLabel={words.from(name)}
              toLabel={words.to(name)}
              onChange={(next) => set(spans.map((one, at) => (at === index ? next : one)))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.removeOn(name, spansText([span]))}
              onClick={() => set(spans.filter((_, at) => at !== index))}
            >
              <X size={15} />
            </ActionIcon>
          </Group>
        ))}
        {spans.some(isOvernight) && (
          <Text c="dimmed" size="xs" mt={2}>
            {words.nextDay}
          </Text>
        )}
        {hasOverlap(spans) && (
          <Text c="var(--mantine-color-yellow-text)" size="xs" mt={2}>
            {words.overlap}
          </Text>
        )}
      </Box>
      <Group gap={0} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.addOn(name)}
          title={words.add}
          disabled={spans.length >= 12}
          onClick={() => set([...spans, nextSpan(spans)])}
        >
          <Plus size={16} />
        </ActionIcon>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={words.copy(name)} title={commonWords.copy}>
              <Copy size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => copyTo(WEEKDAYS)}>{words.copyTo.weekdays}</Menu.Item>
            <Menu.Item onClick={() => copyTo(DAYS)}>{words.copyTo.all}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Box>
  );
}

const pick = (week: Week, days: readonly Day[]): Partial<Week> =>
  Object.fromEntries(days.map((day) => [day, week[day]]));
