import { useFlows } from '../../api/flows.ts';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { Picker } from './picker.tsx';

/** Another flow. */
export function FlowPicker(props: WidgetProps) {
  const { data: flows } = useFlows();
  return (
    <Picker
      of={props}
      options={flows?.map(({ id, name }) => ({ value: id, label: name }))}
      placeholder={words.flow.choose}
    />
  );
}
