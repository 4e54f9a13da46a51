import { useState } from 'react';
import { useLiveOptions } from '../../api/live-options.ts';
import { formWords as words } from '../../words/form.ts';
import { useForm, type WidgetProps } from '../form-context.tsx';
import { Picker } from './picker.tsx';

/** Choices that only the step itself can tell, asked for as one types. */
export function LiveChoice(props: WidgetProps) {
  const { surroundings, settings } = useForm();
  const [search, setSearch] = useState('');
  const { data: options, isError } = useLiveOptions(
    surroundings?.entry?.type ?? '',
    props.field.name,
    search,
    settings,
  );
  return (
    <Picker
      of={props}
      options={isError ? [] : options}
      placeholder={words.live.choose}
      more={{ onSearchChange: setSearch, filter: ({ options: all }) => all }}
    />
  );
}
