import { Group, Input, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { WhenAway } from '#asterisk-config/number';
import { numberWords as words } from '../words/numbers.ts';
import { compactNumber } from './compact-number.ts';

interface AwayFieldProps {
  readonly value: WhenAway;
  readonly error: string | undefined;
  readonly onChange: (value: WhenAway) => void;
}

const kinds: readonly WhenAway['kind'][] = ['unavailable', 'number', 'extension', 'mailbox'];

/** What callers get while Patchcord is away. */
export function AwayField({ value, error, onChange }: AwayFieldProps) {
  const id = useId();
  const { label, help } = words.fields.whenAway;
  return (
    <Input.Wrapper label={label} description={help} error={error} id={id}>
      <Group gap="xs" mt={6} align="flex-end">
        <Select
          id={id}
          flex="1 1 260px"
          allowDeselect={false}
          data={kinds.map((kind) => ({ value: kind, label: words.away[kind] }))}
          value={value.kind}
          onChange={(kind) => kind !== null && onChange(firstOf(kind))}
        />
        {value.kind === 'number' && (
          <Target
            label={words.away.numberLabel}
            value={value.number}
            onChange={(number) => onChange({ kind: 'number', number: compactNumber(number) })}
          />
        )}
        {value.kind === 'extension' && (
          <Target
            label={words.away.extensionLabel}
            value={value.extension}
            onChange={(extension) => onChange({ kind: 'extension', extension })}
          />
        )}
        {value.kind === 'mailbox' && (
          <Target
            label={words.away.mailboxLabel}
            value={value.mailbox}
            onChange={(mailbox) => onChange({ kind: 'mailbox', mailbox })}
          />
        )}
      </Group>
    </Input.Wrapper>
  );
}

interface TargetProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Target = ({ label, value, onChange }: TargetProps) => (
  <TextInput
    flex="1 1 160px"
    aria-label={label}
    placeholder={label}
    value={value}
    maxLength={60}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

function firstOf(kind: WhenAway['kind']): WhenAway {
  if (kind === 'number') return { kind, number: '' };
  if (kind === 'extension') return { kind, extension: '' };
  return kind === 'mailbox' ? { kind, mailbox: '' } : { kind };
}
