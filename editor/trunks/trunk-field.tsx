import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { commonWords } from '../words/common.ts';
import { trunkChoiceWords, trunkFieldWords } from '../words/trunks.ts';
import { AddressesInput } from './addresses-input.tsx';
import { CalledNumberInput } from './called-number-input.tsx';
import { CodecsInput } from './codecs-input.tsx';
import { CountryInput } from './country-input.tsx';
import { HeadersInput } from './headers-input.tsx';
import { PasswordField } from './password-field.tsx';
import { missing } from './trunk-draft.ts';
import { widgets } from './trunk-fields.ts';

export interface TrunkFieldProps {
  /** Such as `domain` or `callerId.show`. */
  readonly name: string;
  /** In place of ours. */
  readonly words?: { readonly label: string; readonly help: string } | undefined;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly isRequired: boolean;
  readonly onChange: (value: unknown) => void;
}

export interface InputTexts {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly error: string | undefined;
  readonly required: boolean;
}

/** The id of the control of a setting, to lead somebody to it. */
export const fieldId = (name: string): string => `trunk-${name.replaceAll('.', '-')}`;

/** One setting of a trunk, with its help. */
export function TrunkField({ name, words, value, error, isRequired, onChange }: TrunkFieldProps) {
  const { label, help } = words ?? trunkFieldWords[name] ?? { label: name, help: '' };
  const texts: InputTexts = {
    id: fieldId(name),
    label,
    description: help,
    error: error === missing ? commonWords.missing : error,
    required: isRequired,
  };
  const text = typeof value === 'string' ? value : '';
  switch (widgets[name]) {
    case 'switch':
      return (
        <Switch
          id={texts.id}
          label={label}
          description={help}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'port':
    case 'number':
      return (
        <NumberInput
          {...texts}
          styles={{ wrapper: { maxWidth: 140 } }}
          allowNegative={false}
          hideControls
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
        />
      );
    case 'choice':
      return (
        <Select
          {...texts}
          allowDeselect={false}
          data={choicesOf(name)}
          value={text}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'secret':
      return <PasswordField texts={texts} value={value} onChange={onChange} />;
    case 'codecs':
      return <CodecsInput texts={texts} value={value} onChange={onChange} />;
    case 'addresses':
      return <AddressesInput texts={texts} value={value} onChange={onChange} />;
    case 'headers':
      return <HeadersInput texts={texts} value={value} onChange={onChange} />;
    case 'country':
      return <CountryInput texts={texts} value={value} onChange={onChange} />;
    case 'calledNumber':
      return <CalledNumberInput texts={texts} value={value} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...texts}
          autoComplete="off"
          spellCheck={false}
          value={text}
          maxLength={260}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

const choicesOf = (name: string) =>
  Object.entries(trunkChoiceWords[name as keyof typeof trunkChoiceWords] ?? {}).map(([value, label]) => ({
    value,
    label,
  }));
