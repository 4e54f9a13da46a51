import { ActionIcon, Tooltip } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { fieldPath, type Issue } from '#runtime/flow/issue';
import type { Json } from '#runtime/flow/json';
import { formWords as words } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import classes from './form.module.css';
import { type Change, useForm } from './form-context.tsx';
import type { Field, FieldKind } from './schema/fields.ts';
import { issuesWithin, type Path } from './schema/paths.ts';

interface FieldRowProps {
  readonly field: Field;
  readonly path: Path;
  readonly value: Json | undefined;
  readonly onChange: Change;
  /** In a row of a list the column has no heading: the title is for screen readers only. */
  readonly isBare?: boolean;
}

/** These show the issues of what is inside them by themselves. */
const BOXES: ReadonlySet<FieldKind> = new Set(['group', 'list', 'union']);

/** One setting: its title, its words, its widget, and what is wrong with it. */
export function FieldRow({ field, path, value, onChange, isBare = false }: FieldRowProps) {
  const { widgets, issues } = useForm();
  const id = useId();
  const found = BOXES.has(field.kind) ? [] : issuesWithin(issues, path).map((issue) => inShort(issue, value));
  const Widget = widgets[field.kind];
  const describedBy = [field.help !== '' && !isBare && `${id}-help`, found.length > 0 && `${id}-issues`]
    .filter(Boolean)
    .join(' ');
  const control = (
    <Widget
      field={field}
      path={path}
      value={value}
      onChange={onChange}
      id={id}
      describedBy={describedBy === '' ? undefined : describedBy}
      isInvalid={found.length > 0}
    />
  );
  if (isBare)
    return (
      <div className={classes.cell} data-field={fieldPath(path)} data-kind={field.kind}>
        {control}
        <FieldIssues id={`${id}-issues`} issues={found} />
      </div>
    );
  return (
    <div className={classes.field} data-field={fieldPath(path)} data-kind={field.kind}>
      <div className={classes.label}>
        <label htmlFor={id} id={`${id}-label`}>
          {field.title}
        </label>
        {isChanged(field, value) && (
          <Tooltip label={words.reset}>
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={words.resetField(field.title)}
              onClick={() => onChange(undefined)}
            >
              <RotateCcw size={12} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {field.kind === 'switch' && <span className={classes.end}>{control}</span>}
      </div>
      {field.help !== '' && (
        <p className={classes.help} id={`${id}-help`}>
          {field.help}
        </p>
      )}
      {field.kind !== 'switch' && control}
      <FieldIssues id={`${id}-issues`} issues={found} />
    </div>
  );
}

const isChanged = (field: Field, value: Json | undefined): boolean =>
  value !== undefined &&
  field.default !== undefined &&
  field.default !== '' &&
  field.kind !== 'list' &&
  JSON.stringify(value) !== JSON.stringify(field.default);

/** That a field is empty can be seen; what kind of value the schema wants helps nobody. */
const inShort = (issue: Issue, value: Json | undefined): Issue =>
  issue.code === 'settings-invalid' && value === undefined ? { ...issue, message: words.missing, fix: '' } : issue;
