import { SegmentedControl, Select } from '@mantine/core';
import type { Json } from '#runtime/flow/json';
import type { WidgetProps } from '../form-context.tsx';
import { inWords } from '../schema/fields.ts';
import { isList, isObject } from '../schema/resolve.ts';
import { controlProps } from './control-props.ts';

const MOST_SEGMENTS = 3;
const SEGMENTS_LENGTH = 36;

/** One of a few. */
export function Choice(props: WidgetProps) {
  const { field, value, onChange, describedBy } = props;
  const { enum: values, labels } = field.schema;
  const options = (isList(values) ? values : []).map((each) => ({
    each,
    value: String(each),
    label: labelOf(each, labels),
  }));
  const chosen = value ?? field.default;
  const length = options.reduce((sum, { label }) => sum + label.length, 0);
  const set = (text: string | null) => onChange(options.find((option) => option.value === text)?.each);
  if (options.length <= MOST_SEGMENTS && length <= SEGMENTS_LENGTH && chosen !== undefined)
    return (
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={field.title}
        aria-describedby={describedBy}
        data={options.map(({ value: option, label }) => ({ value: option, label }))}
        value={String(chosen)}
        onChange={set}
      />
    );
  return (
    <Select
      {...controlProps(props)}
      data={options.map(({ value: option, label }) => ({ value: option, label }))}
      value={chosen === undefined ? null : String(chosen)}
      allowDeselect={!field.isRequired && field.default === undefined}
      clearable={!field.isRequired && field.default === undefined}
      searchable={options.length > 8}
      onChange={set}
    />
  );
}

/** The words of the hint `labels`, or made of the value: `dayMonthYear` as "Day month year". */
function labelOf(value: Json, labels: Json | undefined): string {
  const text = String(value);
  const label = isObject(labels) ? labels[text] : undefined;
  if (typeof label === 'string') return label;
  return /^[a-z][A-Za-z]*$/.test(text) ? inWords(text) : text;
}
