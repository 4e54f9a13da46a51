import { TextInput } from '@mantine/core';
import { fieldPath } from '#runtime/flow/issue';
import type { WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';

/** A short text. */
export function Line(props: WidgetProps) {
  const { field, path, value, onChange } = props;
  const isLong = field.schema.maxLength === undefined || Number(field.schema.maxLength) > 4;
  return (
    <TextInput
      {...controlProps(props)}
      value={typeof value === 'string' ? value : ''}
      placeholder={
        typeof field.default === 'string' && field.default !== '' ? field.default : isLong ? field.title : ''
      }
      autoComplete="off"
      onChange={({ currentTarget: { value: text } }) =>
        onChange(text === '' && !field.isRequired ? undefined : text, fieldPath(path))
      }
    />
  );
}
