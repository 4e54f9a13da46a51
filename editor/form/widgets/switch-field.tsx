import { Switch } from '@mantine/core';
import type { WidgetProps } from '../form-context.tsx';

/** Yes or no. */
export function SwitchField({ field, value, onChange, id, describedBy }: WidgetProps) {
  return (
    <Switch
      id={id}
      size="sm"
      aria-label={field.title}
      aria-describedby={describedBy}
      checked={(value ?? field.default) === true}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}
