import { Select } from '@mantine/core';
import { useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import { formWords as words } from '../../words/form.ts';
import { useForm, type WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';

const NAME = /^[a-z][A-Za-z0-9_]{0,59}$/;
const CREATE = '+';

/** A variable of the flow; a name that is not there yet makes a new one. */
export function VariablePicker(props: WidgetProps) {
  const { field, path, value, onChange } = props;
  const { surroundings } = useForm();
  const [search, setSearch] = useState('');
  const names = surroundings?.flow.variables.map(({ name }) => name) ?? [];
  const chosen = typeof value === 'string' && value !== '' ? value : null;
  const wanted = search.trim();
  const isNew = wanted !== '' && !names.includes(wanted) && wanted !== chosen;
  const data = [
    ...names.map((name) => ({ value: name, label: name })),
    ...(chosen !== null && !names.includes(chosen) ? [{ value: chosen, label: words.unknownValue(chosen) }] : []),
    ...(isNew && NAME.test(wanted) ? [{ value: CREATE + wanted, label: words.variable.create(wanted) }] : []),
  ];
  return (
    <Select
      {...controlProps(props)}
      data={data}
      value={chosen}
      placeholder={words.variable.choose}
      searchable
      clearable={!field.isRequired}
      allowDeselect={false}
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options, search: text }) =>
        options.filter(
          (option) =>
            'value' in option &&
            (option.value.startsWith(CREATE) || option.value.toLowerCase().includes(text.trim().toLowerCase())),
        )
      }
      nothingFoundMessage={words.variable.wrong}
      onChange={(next) => {
        if (next?.startsWith(CREATE) !== true) return onChange(next ?? (field.isRequired ? '' : undefined));
        const name = next.slice(1);
        const gesture = `create ${fieldPath(path)}`;
        surroundings?.createVariable({ name, type: 'text' }, gesture);
        onChange(name, gesture);
      }}
    />
  );
}
