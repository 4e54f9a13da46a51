import { Loader, Select, type SelectProps } from '@mantine/core';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';

export interface PickerOption {
  readonly value: string;
  readonly label: string;
}

interface PickerProps {
  readonly of: WidgetProps;
  /** Undefined while they are being loaded. */
  readonly options: readonly PickerOption[] | undefined;
  readonly placeholder: string;
  readonly more?: Partial<SelectProps>;
}

/** Chooses one of many by its name. A value that is not among them (any more) is shown as such. */
export function Picker({ of, options, placeholder, more }: PickerProps) {
  const { field, value, onChange } = of;
  const chosen = typeof value === 'string' && value !== '' ? value : null;
  const known = options ?? [];
  const isLost = chosen !== null && options !== undefined && !known.some((option) => option.value === chosen);
  const shown =
    chosen === null || known.some((option) => option.value === chosen)
      ? known
      : [...known, { value: chosen, label: isLost ? words.unknownValue(chosen) : chosen }];
  const initial = known.find((option) => option.value === field.default)?.label;
  return (
    <Select
      {...controlProps(of)}
      data={shown.map((option) => ({ ...option }))}
      value={chosen}
      placeholder={initial ?? placeholder}
      searchable
      clearable={!field.isRequired}
      allowDeselect={false}
      nothingFoundMessage={options === undefined ? words.loading : words.live.empty}
      {...(options === undefined ? { rightSection: <Loader size={14} /> } : {})}
      onChange={(next) => onChange(next ?? undefined)}
      {...more}
    />
  );
}
