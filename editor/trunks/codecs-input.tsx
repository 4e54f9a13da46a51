import { MultiSelect } from '@mantine/core';
import { trunkChoiceWords } from '../words/trunks.ts';
import type { InputTexts } from './trunk-field.tsx';

interface ListInputProps {
  readonly texts: InputTexts;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const choices = Object.entries(trunkChoiceWords.codecs).map(([value, label]) => ({ value, label }));

/** Audio formats, the preferred one first. */
export function CodecsInput({ texts, value, onChange }: ListInputProps) {
  return (
    <MultiSelect {...texts} data={choices} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
  );
}
