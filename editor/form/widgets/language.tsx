import { useMemo, useState } from 'react';
import { useVoices } from '../../api/speech.ts';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { codeName, languageCodes } from './country-codes.ts';
import { Picker } from './picker.tsx';

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** A language; those that a voice speaks come first. Any well-formed code can be typed. */
export function Language(props: WidgetProps) {
  const { data: voices = [] } = useVoices();
  const [search, setSearch] = useState('');
  const typed = LANGUAGE.test(search.trim()) ? [search.trim()] : [];
  const chosen = typeof props.value === 'string' && props.value !== '' ? [props.value] : [];
  const codes = useMemo(
    () => [...new Set([...voices.flatMap(({ languages }) => languages), ...languageCodes])],
    [voices],
  );
  const options = [...new Set([...codes, ...chosen, ...typed])].map((code) => ({
    value: code,
    label: `${codeName('language', code)} (${code})`,
  }));
  return (
    <Picker of={props} options={options} placeholder={words.language.choose} more={{ onSearchChange: setSearch }} />
  );
}
