import { NumberInput } from '@mantine/core';
import { fieldPath } from '#runtime/flow/issue';
import type { WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';

/** A number. What is out of bounds can be typed, and is said to be wrong. */
export function NumberField(props: WidgetProps) {
  const { field, path, value, onChange } = props;
  const { minimum, maximum, type } = field.schema;
  return (
    <NumberInput
      {...controlProps(props)}
      value={typeof value === 'number' ? value : ''}
      placeholder={typeof field.default === 'number' ? String(field.default) : ''}
      allowDecimal={type !== 'integer'}
      clampBehavior="none"
      {...(typeof minimum === 'number' ? { min: minimum } : {})}
      {...(typeof maximum === 'number' ? { max: maximum } : {})}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined, fieldPath(path))}
    />
  );
}
