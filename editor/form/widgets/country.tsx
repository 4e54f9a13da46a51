import { useMemo } from 'react';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { countryChoices } from './country-codes.ts';
import { Picker } from './picker.tsx';

/** A country, kept as its two letters. */
export function Country(props: WidgetProps) {
  const options = useMemo(countryChoices, []);
  return <Picker of={props} options={options} placeholder={words.country.choose} />;
}
