import { useVoices } from '../../api/speech.ts';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { Picker } from './picker.tsx';

/** One of the voices that this Patchcord can speak with. */
export function Voice(props: WidgetProps) {
  const { data: voices } = useVoices();
  const options = voices?.map(({ id, title }) => ({ value: id, label: title }));
  return <Picker of={props} options={options} placeholder={words.voice.choose} />;
}
