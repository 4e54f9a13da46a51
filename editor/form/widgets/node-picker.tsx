import { formWords as words } from '../../words/form.ts';
import { useForm, type WidgetProps } from '../form-context.tsx';
import { isObject } from '../schema/resolve.ts';
import { Picker } from './picker.tsx';

/** Another node of the flow; with the hint `gives`, only one whose exits give that. */
export function NodePicker(props: WidgetProps) {
  const { surroundings } = useForm();
  const { gives } = props.field.schema;
  const options = (surroundings?.flow.nodes ?? []).flatMap((node) => {
    const entry = surroundings?.catalogue.get(node.step);
    const fits =
      typeof gives !== 'string' ||
      entry?.exits.some(({ data }) => isObject(data?.properties) && Object.hasOwn(data.properties, gives));
    return fits && node.id !== surroundings?.nodeId
      ? [{ value: node.id, label: `${node.label ?? entry?.title ?? node.step} (${node.id})` }]
      : [];
  });
  return <Picker of={props} options={options} placeholder={words.node.choose} />;
}
