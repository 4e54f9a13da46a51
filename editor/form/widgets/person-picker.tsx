import { usePeople } from '../../api/people.ts';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { Picker } from './picker.tsx';

/** Somebody whom calls can be put through to. */
export function PersonPicker(props: WidgetProps) {
  const { data: people } = usePeople();
  return (
    <Picker
      of={props}
      options={people?.map(({ id, name }) => ({ value: id, label: name }))}
      placeholder={words.destination.choosePerson}
    />
  );
}
