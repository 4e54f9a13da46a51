import { Text, TextInput } from '@mantine/core';
import type { Span } from '#runtime/flow/hours';

interface SpanFieldsProps {
  readonly span: Span;
  readonly fromLabel: string;
  readonly toLabel: string;
  readonly onChange: (span: Span) => void;
}

/** Two times of day. Midnight at the end is `24:00` for us, and `00:00` for the browser's field. */
export function SpanFields({ span, fromLabel, toLabel, onChange }: SpanFieldsProps) {
  return (
    <>
      <TextInput
        type="time"
        size="xs"
        miw={0}
        flex="1 1 104px"
        maw={120}
        aria-label={fromLabel}
        value={span.from}
        onChange={({ currentTarget: { value } }) => value !== '' && onChange({ ...span, from: value })}
      />
      <Text c="dimmed" aria-hidden>
        {'\u2013'}
      </Text>
      <TextInput
        type="time"
        size="xs"
        miw={0}
        flex="1 1 104px"
        maw={120}
        aria-label={toLabel}
        value={span.to === '24:00' ? '00:00' : span.to}
        onChange={({ currentTarget: { value } }) =>
          value !== '' && onChange({ ...span, to: value === '00:00' ? '24:00' : value })
        }
      />
    </>
  );
}
