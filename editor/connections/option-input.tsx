import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { Json } from '#runtime/flow/json';
import type { OptionField } from './options-schema.ts';
import { SecretPicker } from './secret-picker.tsx';

interface OptionInputProps {
  readonly field: OptionField;
  readonly value: Json | undefined;
  readonly error: string | undefined;
  /** Empty text takes the option away. */
  readonly onChange: (value: Json) => void;
}

/** One option of a connection, by the hint of its schema. */
export function OptionInput({ field, value, error, onChange }: OptionInputProps) {
  const common = { label: field.title, description: field.description, required: field.isRequired, error };
  switch (field.ui) {
    case 'switch':
      return (
        <Switch
          label={field.title}
          description={field.description}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          styles={{ wrapper: { maxWidth: 160 } }}
          {...(field.minimum === undefined ? {} : { min: field.minimum })}
          {...(field.maximum === undefined ? {} : { max: field.maximum })}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          styles={{ wrapper: { maxWidth: 260 } }}
          data={field.choices.map((choice) => ({ ...choice }))}
          allowDeselect={!field.isRequired && field.initial === undefined}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => onChange(next ?? '')}
        />
      );
    case 'secret':
      return <SecretPicker {...common} value={value} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...common}
          autoComplete="off"
          spellCheck={false}
          {...(field.maxLength === undefined ? {} : { maxLength: field.maxLength })}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
