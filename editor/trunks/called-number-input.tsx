import { Group, Select, TextInput } from '@mantine/core';
import { trunkChoiceWords, trunkFieldWords } from '../words/trunks.ts';
import type { InputTexts } from './trunk-field.tsx';

interface CalledNumberInputProps {
  readonly texts: InputTexts;
  /** `request-uri`, `to`, or `{ header }`. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const choices = Object.entries(trunkChoiceWords.calledNumber).map(([value, label]) => ({ value, label }));

/** Where the number that somebody called stands in a carrier's messages. */
export function CalledNumberInput({ texts, value, onChange }: CalledNumberInputProps) {
  const header = typeof value === 'object' && value !== null && 'header' in value ? String(value.header) : undefined;
  const chosen = header === undefined ? String(value ?? 'request-uri') : 'header';
  return (
    <Group align="flex-end" gap="xs">
      <Select
        {...texts}
        flex="1 1 220px"
        allowDeselect={false}
        data={choices}
        value={chosen}
        onChange={(next) => onChange(next === 'header' ? { header: 'X-Called-Number' } : (next ?? undefined))}
      />
      {header !== undefined && (
        <TextInput
          flex="1 1 180px"
          label={trunkFieldWords['calledNumber.header']?.label}
          placeholder={trunkFieldWords['calledNumber.header']?.help}
          value={header}
          maxLength={64}
          onChange={(event) => onChange({ header: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}
