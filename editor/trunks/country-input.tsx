import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { countryChoices } from '../form/widgets/country-codes.ts';
import { trunkInputWords as words } from '../words/trunks.ts';
import type { InputTexts } from './trunk-field.tsx';

interface CountryInputProps {
  readonly texts: InputTexts;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A country by its name. */
export function CountryInput({ texts, value, onChange }: CountryInputProps) {
  const choices = useMemo(countryChoices, []);
  return (
    <Select
      {...texts}
      searchable
      clearable
      placeholder={words.none}
      data={choices}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
