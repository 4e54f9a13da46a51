import { UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import type { Json, JsonObject } from '#runtime/flow/json';
import { formWords as words } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import { FieldRow } from './field-row.tsx';
import classes from './form.module.css';
import { type Change, useForm } from './form-context.tsx';
import { type Field, fieldsInOrder, fieldsOf, isShown, withDefaults } from './schema/fields.ts';
import { issuesOfBox, issuesWithin, isWithin, type Path } from './schema/paths.ts';

interface ObjectFieldsProps {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly onChange: Change<JsonObject>;
  readonly path: Path;
  /** Shows every field, in the schema's order, with no drawer for the rest. */
  readonly isFlat?: boolean;
}

/** The fields of an object, one below the other: what must be set first, what rarely changes in a drawer. */
export function ObjectFields({ schema, value, onChange, path, isFlat = false }: ObjectFieldsProps) {
  const { root, issues } = useForm();
  const all = isFlat ? fieldsInOrder(schema, root) : fieldsOf(schema, root);
  const known = withDefaults(schema, value, root);
  const fields = all.filter((field) => isShown(field, known));
  const main = fields.filter(({ isMore }) => isFlat || !isMore);
  const more = fields.filter(({ isMore }) => !isFlat && isMore);
  const row = (field: Field) => (
    <FieldRow
      key={field.name}
      field={field}
      path={[...path, field.name]}
      value={value[field.name]}
      onChange={(next, gesture) => onChange(withField(value, field.name, next), gesture)}
    />
  );
  const shown = fields.map(({ name }) => [...path, name]);
  return (
    <>
      <FieldIssues issues={issuesOfBox(issues, path, shown)} />
      {main.map(row)}
      {more.length > 0 && <MoreFields fields={more} path={path} row={row} />}
    </>
  );
}

function MoreFields({
  fields,
  path,
  row,
}: {
  readonly fields: readonly Field[];
  readonly path: Path;
  readonly row: (field: Field) => React.ReactNode;
}) {
  const { issues, reveal } = useForm();
  const [wanted, setWanted] = useState(false);
  const hasIssue = fields.some(({ name }) => issuesWithin(issues, [...path, name]).length > 0);
  const isAsked = reveal !== undefined && fields.some(({ name }) => isWithin(reveal, fieldPath([...path, name])));
  const isOpen = wanted || hasIssue || isAsked;
  return (
    <div className={classes.more}>
      <UnstyledButton className={classes.moreButton} aria-expanded={isOpen} onClick={() => setWanted(!isOpen)}>
        <ChevronRight size={14} aria-hidden data-open={isOpen || undefined} />
        {words.more(fields.length)}
      </UnstyledButton>
      {isOpen && <div className={classes.fields}>{fields.map(row)}</div>}
    </div>
  );
}

export function withField(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _gone, ...rest } = object;
  return rest;
}
