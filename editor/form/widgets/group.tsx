import { Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { formWords as words } from '../../words/form.ts';
import classes from '../form.module.css';
import { useForm, type WidgetProps } from '../form-context.tsx';
import { ObjectFields } from '../object-fields.tsx';
import { firstValue } from '../schema/fields.ts';
import { isObject } from '../schema/resolve.ts';

/** Settings that belong together. One that may be left out is added and taken away as a whole. */
export function Group({ field, path, value, onChange, id }: WidgetProps) {
  const { root } = useForm();
  const isOptional = !field.isRequired && field.default === undefined;
  if (value === undefined && isOptional)
    return (
      <Button
        id={id}
        // The label of the field would be its name otherwise, which says nothing of adding.
        aria-label={words.group.add(field.title)}
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => onChange(firstValue(field.schema, root))}
      >
        {words.group.add(field.title)}
      </Button>
    );
  return (
    <div className={classes.box}>
      <ObjectFields schema={field.schema} value={isObject(value) ? value : {}} onChange={onChange} path={path} isFlat />
      {isOptional && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          w="fit-content"
          leftSection={<X size={12} aria-hidden />}
          onClick={() => onChange(undefined)}
        >
          {words.group.remove}
        </Button>
      )}
    </div>
  );
}
