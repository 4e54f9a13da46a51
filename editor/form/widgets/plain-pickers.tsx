import { Input } from '@mantine/core';
import { useId } from 'react';
import type { Field, FieldKind } from '../schema/fields.ts';
import { Language } from './language.tsx';
import { Voice } from './voice.tsx';

interface PlainProps {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const fieldFor = (kind: FieldKind, title: string): Field => ({
  name: kind,
  schema: {},
  kind,
  title,
  help: '',
  isRequired: true,
  isMore: false,
  default: undefined,
});

/** The pickers of the form, for settings that no schema describes. */
function plain(kind: FieldKind, Widget: typeof Language) {
  return function Plain({ label, help, value, onChange }: PlainProps) {
    const id = useId();
    return (
      <Input.Wrapper label={label} description={help} id={id} data-field={kind}>
        <Widget
          field={fieldFor(kind, label)}
          path={[kind]}
          value={value}
          id={id}
          describedBy={undefined}
          isInvalid={false}
          onChange={(next) => typeof next === 'string' && onChange(next)}
        />
      </Input.Wrapper>
    );
  };
}

export const PlainLanguage = plain('language', Language);
export const PlainVoice = plain('voice', Voice);
