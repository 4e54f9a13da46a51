import { Group, Stack, TextInput } from '@mantine/core';
import { simulatorWords as words } from '../words/simulator.ts';

/** Who the flow believes is calling, and when. */
export interface Pretended {
  readonly number: string;
  readonly name: string;
  /** As the field of the browser has it, such as `2026-12-24T20:15`; empty for now. */
  readonly at: string;
}

export const NOBODY: Pretended = { number: '+442079460958', name: 'Test caller', at: '' };

/** For the API, with the zone of this browser. */
export function requestOf({ number, name, at }: Pretended) {
  return { caller: { number, name }, ...(at === '' ? {} : { at: new Date(at).toISOString() }) };
}

export function TestSettings({
  value,
  onChange,
}: {
  readonly value: Pretended;
  readonly onChange: (value: Pretended) => void;
}) {
  return (
    <Stack gap="xs">
      <Group grow gap="xs">
        <TextInput
          label={words.caller}
          maxLength={80}
          value={value.number}
          onChange={({ currentTarget }) => onChange({ ...value, number: currentTarget.value })}
        />
        <TextInput
          label={words.callerName}
          maxLength={80}
          value={value.name}
          onChange={({ currentTarget }) => onChange({ ...value, name: currentTarget.value })}
        />
      </Group>
      <TextInput
        type="datetime-local"
        label={words.at}
        description={words.atHint}
        value={value.at}
        onChange={({ currentTarget }) => onChange({ ...value, at: currentTarget.value })}
      />
    </Stack>
  );
}
