import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';
import { codeName } from './country-codes.ts';

/** A phone number, kept as E.164 (`+12025550123`) and shown as people write it. */
export function Phone(props: WidgetProps) {
  const { field, path, value, onChange } = props;
  const stored = typeof value === 'string' ? value : '';
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [note, setNote] = useState({ text: '', isWrong: false, pretty: stored });
  const shown = typed ?? stored;
  useEffect(() => {
    let isOver = false;
    if (shown.trim() === '' || shown.includes('{{')) return setNote({ text: '', isWrong: false, pretty: shown });
    void import('libphonenumber-js/min').then(({ parsePhoneNumberFromString }) => {
      if (isOver) return;
      const number = parsePhoneNumberFromString(shown);
      if (number?.isPossible() !== true) return setNote({ text: words.phone.wrong, isWrong: true, pretty: shown });
      const country = number.country === undefined ? '' : words.phone.from(codeName('region', number.country));
      setNote({ text: country, isWrong: false, pretty: number.formatInternational() });
    });
    return () => {
      isOver = true;
    };
  }, [shown]);
  return (
    <TextInput
      {...controlProps(props)}
      type="tel"
      autoComplete="off"
      placeholder={words.phone.example}
      value={typed ?? note.pretty}
      error={note.isWrong && typed === undefined ? note.text : props.isInvalid}
      description={note.isWrong ? undefined : note.text}
      inputWrapperOrder={['input', 'description', 'error']}
      onFocus={() => setTyped(note.pretty)}
      onBlur={() => setTyped(undefined)}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text);
        const compact = text.includes('{{') ? text : text.replaceAll(/[\s()./-]/g, '');
        onChange(compact === '' && !field.isRequired ? undefined : compact, fieldPath(path));
      }}
    />
  );
}
