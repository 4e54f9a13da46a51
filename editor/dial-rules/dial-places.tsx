import { MultiSelect, Stack } from '@mantine/core';
import { useMemo } from 'react';
import type { DialRules } from '#asterisk-config/dial-rules';
import { countryChoices } from '../form/widgets/country-codes.ts';
import { dialRulesWords } from '../words/dial-rules.ts';
import { DialPrefixes } from './dial-prefixes.tsx';

const words = dialRulesWords.countries;

interface DialPlacesProps {
  readonly rules: DialRules;
  readonly onChange: (part: Partial<DialRules>) => void;
}

/** Countries that may be called, and exceptions by the first digits. */
export function DialPlaces({ rules, onChange }: DialPlacesProps) {
  const choices = useMemo(countryChoices, []);
  const isNone = rules.countries.length === 0;
  return (
    <Stack gap="lg">
      <MultiSelect
        label={words.label}
        description={words.help}
        {...(isNone ? { placeholder: words.placeholder } : {})}
        searchable
        hidePickedOptions
        maw={680}
        data={choices}
        value={[...rules.countries]}
        onChange={(countries) => onChange({ countries })}
      />
      <DialPrefixes prefixes={rules.prefixes} onChange={(prefixes) => onChange({ prefixes })} />
    </Stack>
  );
}
