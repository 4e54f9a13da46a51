import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useHours } from '../../api/hours.ts';
import { formWords as words } from '../../words/form.ts';
import classes from '../form.module.css';
import type { WidgetProps } from '../form-context.tsx';
import { Picker } from './picker.tsx';

/** Shared opening hours: which, what they say now, and the way to their page. */
export function HoursPicker(props: WidgetProps) {
  const { data: hours } = useHours();
  const chosen = hours?.find(({ id }) => id === props.value);
  return (
    <Stack gap={6}>
      <Picker
        of={props}
        options={hours?.map(({ id, name }) => ({ value: id, label: name }))}
        placeholder={words.hours.choose}
      />
      <Group gap={8} justify="space-between">
        {chosen === undefined ? (
          <Text size="xs" c="dimmed">
            {hours?.length === 0 ? words.hours.empty : ''}
          </Text>
        ) : (
          <span className={classes.state}>
            <span className={classes.dot} data-state={chosen.now.state} />
            {words.hours.states[chosen.now.state]}
            {chosen.now.until !== null && `, ${words.hours.until(shortTime(chosen.now.until))}`}
          </span>
        )}
        <Anchor component={Link} size="xs" to={chosen === undefined ? '/hours' : `/hours/${chosen.id}`} target="_blank">
          {chosen === undefined ? words.hours.make : words.hours.edit}
        </Anchor>
      </Group>
    </Stack>
  );
}

function shortTime(iso: string): string {
  const date = new Date(iso);
  const isSoon = date.getTime() - Date.now() < 20 * 3_600_000;
  return date.toLocaleString(
    [],
    isSoon ? { timeStyle: 'short' } : { weekday: 'short', hour: 'numeric', minute: '2-digit' },
  );
}
