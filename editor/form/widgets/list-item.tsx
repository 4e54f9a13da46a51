import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { GripVertical, X } from 'lucide-react';
import { fieldPath } from '#runtime/flow/issue';
import type { Json, JsonObject } from '#runtime/flow/json';
import { formWords as words } from '../../words/form.ts';
import { FieldIssues } from '../field-issues.tsx';
import { FieldRow } from '../field-row.tsx';
import classes from '../form.module.css';
import { type Change, useForm } from '../form-context.tsx';
import { ObjectFields, withField } from '../object-fields.tsx';
import { type Field, type FieldKind, fieldOf, fieldsInOrder, kindOf } from '../schema/fields.ts';
import { issuesOfBox, type Path } from '../schema/paths.ts';
import { isObject } from '../schema/resolve.ts';

interface ListItemProps {
  readonly sortId: string;
  readonly schema: JsonObject;
  readonly value: Json;
  readonly index: number;
  readonly path: Path;
  /** Where its exit leads; `none` when it makes no exit. */
  readonly target: { readonly nodeId: string; readonly label: string } | 'none' | undefined;
  readonly isOnly: boolean;
  readonly onChange: Change;
  readonly onRemove: () => void;
}

/** Widgets that fit beside each other in one line. */
const SMALL: ReadonlySet<FieldKind> = new Set(['line', 'key', 'number', 'switch', 'variable', 'duration', 'choice']);

/** One item of a list, that can be moved and removed. */
export function ListItem({ sortId, schema, value, index, path, target, isOnly, onChange, onRemove }: ListItemProps) {
  const { root, issues } = useForm();
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: sortId });
  const name = itemName(value, schema, index);
  const fields = kindOf(schema) === 'group' ? fieldsInOrder(schema, root) : undefined;
  const isLine =
    fields === undefined
      ? SMALL.has(kindOf(schema))
      : fields.length <= 2 && fields.every(({ kind }) => SMALL.has(kind));
  const grip = (
    <UnstyledButton
      className={classes.grip}
      data-own-keys
      {...attributes}
      {...listeners}
      aria-label={words.list.move(name)}
    >
      <GripVertical size={14} aria-hidden />
    </UnstyledButton>
  );
  const remove = (
    <ActionIcon
      variant="subtle"
      color="gray"
      mt={isLine ? 3 : 0}
      disabled={isOnly && target !== 'none'}
      aria-label={words.list.remove(name)}
      onClick={onRemove}
    >
      <X size={14} aria-hidden />
    </ActionIcon>
  );
  const whole: Field = { ...fieldOf('', schema, root, true), title: name, help: '' };
  const object = isObject(value) ? value : {};
  return (
    <li
      ref={setNodeRef}
      className={classes.item}
      data-field={fieldPath(path)}
      data-lifted={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {isLine ? (
        <div className={classes.itemRow}>
          {grip}
          <div className={classes.itemCells}>
            {fields === undefined ? (
              <FieldRow isBare field={whole} path={path} value={value} onChange={onChange} />
            ) : (
              fields.map((field) => (
                <FieldRow
                  key={field.name}
                  isBare
                  field={field}
                  path={[...path, field.name]}
                  value={object[field.name]}
                  onChange={(next, gesture) => onChange(withField(object, field.name, next), gesture)}
                />
              ))
            )}
          </div>
          {remove}
        </div>
      ) : (
        <>
          <div className={classes.itemHead}>
            {grip}
            <strong>{name}</strong>
            {remove}
          </div>
          <div className={classes.itemBody}>
            {fields === undefined ? (
              <FieldRow isBare field={whole} path={path} value={value} onChange={onChange} />
            ) : (
              <ObjectFields schema={schema} value={object} onChange={onChange} path={path} isFlat />
            )}
          </div>
        </>
      )}
      {isLine && fields !== undefined && (
        <FieldIssues
          issues={issuesOfBox(
            issues,
            path,
            fields.map((field) => [...path, field.name]),
          )}
        />
      )}
      {target !== 'none' && <LeadsTo target={target} />}
    </li>
  );
}

function LeadsTo({ target }: { readonly target: { readonly nodeId: string; readonly label: string } | undefined }) {
  const { surroundings } = useForm();
  return (
    <div className={classes.leads}>
      <span className={classes.dot} data-unwired={target === undefined || undefined} />
      {target === undefined ? (
        words.list.leadsNowhere
      ) : (
        <UnstyledButton onClick={() => surroundings?.goTo(target.nodeId)}>
          {words.list.leadsTo(target.label)}
        </UnstyledButton>
      )}
    </div>
  );
}

/** What an item is called: its own label or name, else its place. */
export function itemName(value: Json | undefined, schema: JsonObject, index: number): string {
  if (isObject(value))
    for (const name of ['label', 'name', 'title', 'variable'])
      if (typeof value[name] === 'string' && value[name] !== '') return value[name];
  return typeof schema.title === 'string' ? `${schema.title} ${index + 1}` : words.list.item(index + 1);
}
