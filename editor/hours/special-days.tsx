import { ActionIcon, Box, Button, Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { SpecialDay } from '#runtime/flow/hours';
import { hoursWords } from '../words/hours.ts';
import { SpanFields } from './span-fields.tsx';

const words = hoursWords.holidays;
const HALF = { from: '09:00', to: '12:00' };
type Days = readonly SpecialDay[];

/** Days that are not as their day of the week. */
export function SpecialDays({
  dates,
  onChange,
}: {
  readonly dates: Days;
  readonly onChange: (dates: SpecialDay[]) => void;
}) {
  const set = (at: number, day: SpecialDay) => onChange(dates.map((one, index) => (index === at ? day : one)));
  return (
    <Paper p="md">
      <Title order={2} size="h3">
        {words.own}
      </Title>
      <Text c="dimmed" mb="sm">
        {words.ownHint}
      </Text>
      <Stack gap="xs">
        {dates.map((day, at) => (
          <DayRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is known by its place while its date is typed
            key={at}
            day={day}
            onChange={(next) => set(at, next)}
            onRemove={() => onChange(dates.filter((_, index) => index !== at))}
          />
        ))}
      </Stack>
      <Button
        mt={dates.length > 0 ? 'sm' : 0}
        variant="default"
        leftSection={<Plus size={16} />}
        onClick={() => onChange([...dates, { date: new Date().toISOString().slice(0, 10), name: '' }])}
      >
        {words.add}
      </Button>
    </Paper>
  );
}

interface DayRowProps {
  readonly day: SpecialDay;
  readonly onChange: (day: SpecialDay) => void;
  readonly onRemove: () => void;
}

function DayRow({ day, onChange, onRemove }: DayRowProps) {
  const [first] = day.hours ?? [];
  const { hours: _, ...whole } = day;
  return (
    <Group gap="xs" wrap="wrap" role="group" aria-label={day.name || day.date}>
      <TextInput
        type="date"
        w={150}
        aria-label={words.date}
        value={day.date}
        onChange={({ currentTarget: { value } }) => value !== '' && onChange({ ...day, date: value })}
      />
      <TextInput
        flex="1 1 160px"
        aria-label={words.name}
        placeholder={words.namePlaceholder}
        value={day.name}
        maxLength={120}
        onChange={(event) => onChange({ ...day, name: event.currentTarget.value })}
      />
      <Checkbox
        label={words.half}
        checked={first !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? { ...day, hours: [HALF] } : whole)}
      />
      {first !== undefined && (
        <Group gap={4} wrap="nowrap">
          <SpanFields
            span={first}
            fromLabel={words.from}
            toLabel={words.to}
            onChange={(span) => onChange({ ...day, hours: [span, ...(day.hours ?? []).slice(1)] })}
          />
        </Group>
      )}
      <Box ml="auto">
        <ActionIcon variant="subtle" color="gray" aria-label={words.remove(day.name || day.date)} onClick={onRemove}>
          <X size={16} />
        </ActionIcon>
      </Box>
    </Group>
  );
}
