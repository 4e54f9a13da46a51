import { Select, Stack } from '@mantine/core';
import { formWords as words } from '../../words/form.ts';
import { FieldIssues } from '../field-issues.tsx';
import { useForm, type WidgetProps } from '../form-context.tsx';
import { ObjectFields } from '../object-fields.tsx';
import { fieldOf, firstValue, kindOf } from '../schema/fields.ts';
import { issuesWithin } from '../schema/paths.ts';
import { isObject } from '../schema/resolve.ts';
import { variantIndex, variantsOf } from '../schema/variants.ts';

/** A setting that is one of several things: which one, and then its own fields. */
export function Union(props: WidgetProps) {
  const { field, path, value, onChange, id } = props;
  const { root, widgets, issues } = useForm();
  const variants = variantsOf(field.schema, root);
  const index = variantIndex(variants, value, root);
  const variant = variants[index];
  const kind = variant === undefined ? undefined : kindOf(variant.schema);
  const Widget = kind === undefined ? undefined : widgets[kind];
  const isObjectVariant = kind === 'group' && isObject(value);
  return (
    <Stack gap={8}>
      <Select
        id={id}
        size="xs"
        aria-label={`${field.title}: ${words.union.kind}`}
        data={variants.map(({ title }, at) => ({ value: String(at), label: title }))}
        value={index === -1 ? null : String(index)}
        allowDeselect={false}
        onChange={(next) => {
          const chosen = variants[Number(next)];
          if (next !== null && chosen !== undefined && Number(next) !== index)
            onChange(firstValue(chosen.schema, root));
        }}
      />
      {variant !== undefined && isObjectVariant && (
        <ObjectFields schema={variant.schema} value={value} onChange={onChange} path={path} isFlat />
      )}
      {variant !== undefined && !isObjectVariant && Widget !== undefined && kind !== 'union' && (
        <>
          <Widget
            {...props}
            id={`${id}-of`}
            field={{ ...fieldOf(field.name, variant.schema, root, true), title: field.title }}
          />
          <FieldIssues issues={issuesWithin(issues, path)} />
        </>
      )}
      {variant === undefined && <FieldIssues issues={issuesWithin(issues, path)} />}
    </Stack>
  );
}
