import { Select, Stack } from '@mantine/core';
import { formWords } from '../../words/form.ts';
import { useForm, type WidgetProps } from '../form-context.tsx';
import type { Field, FieldKind } from '../schema/fields.ts';
import { isObject } from '../schema/resolve.ts';

const words = formWords.destination;

type Kind = keyof typeof words.kinds;

/** What each kind is entered with. */
const entered: Readonly<Record<Kind, FieldKind>> = {
  number: 'phone',
  sip: 'line',
  extension: 'line',
  person: 'person',
};

const isKind = (kind: unknown): kind is Kind => typeof kind === 'string' && Object.hasOwn(entered, kind);

/** Whom to call: what it is, and which. A value that was entered for another kind is not kept. */
export function Destination(props: WidgetProps) {
  const { field, value, onChange, id, path } = props;
  const { widgets } = useForm();
  const chosen = isObject(value) ? value : {};
  const kind = isKind(chosen.kind) ? chosen.kind : 'number';
  const Value = widgets[entered[kind]];
  return (
    <Stack gap={8}>
      <Select
        size="xs"
        aria-label={`${field.title}: ${words.kind}`}
        allowDeselect={false}
        data={Object.entries(words.kinds).map(([each, label]) => ({ value: each, label }))}
        value={kind}
        onChange={(next) => isKind(next) && next !== kind && onChange({ kind: next, value: '' })}
      />
      <Value
        key={kind}
        {...props}
        id={id}
        path={[...path, 'value']}
        field={fieldFor(kind, field)}
        value={typeof chosen.value === 'string' ? chosen.value : undefined}
        onChange={(next, gesture) => onChange({ kind, value: typeof next === 'string' ? next : '' }, gesture)}
      />
    </Stack>
  );
}

const fieldFor = (kind: Kind, { title, isMore }: Field): Field => ({
  name: 'value',
  schema: { type: 'string', maxLength: 500 },
  kind: entered[kind],
  title: `${title}: ${words.kinds[kind]}`,
  help: '',
  isRequired: true,
  isMore,
  default: words.examples[kind],
});
