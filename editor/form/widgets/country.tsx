import { useMemo } from 'react';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { codeName, countryCodes } from './country-codes.ts';
import { Picker } from './picker.tsx';

/** A country, kept as its two letters. */
export function Country(props: WidgetProps) {
  const options = useMemo(
    () =>
      countryCodes
        .map((code) => ({ value: code, label: `${codeName('region', code)} (${code})` }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [],
  );
  return <Picker of={props} options={options} placeholder={words.country.choose} />;
}
