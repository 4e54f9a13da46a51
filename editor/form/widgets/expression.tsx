import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import { formWords as words } from '../../words/form.ts';
import { CodeField } from '../code/code-field.tsx';
import { toCondition } from '../expression/condition.ts';
import classes from '../form.module.css';
import type { WidgetProps } from '../form-context.tsx';
import { useScope } from '../use-scope.ts';
import { RuleBuilder } from './rule-builder.tsx';

/** An expression. One that is a condition (hint `condition`) is built by rows, as far as rows can say it. */
export function Expression({ field, path, value, onChange, id, describedBy, isInvalid }: WidgetProps) {
  const names = useScope(field);
  const text = typeof value === 'string' ? value : '';
  const [mode, setMode] = useState<'rows' | 'expression'>(toCondition(text) === undefined ? 'expression' : 'rows');
  const change = (next: string, gesture?: string) =>
    onChange(next === '' && !field.isRequired ? undefined : next, gesture);
  const code = (
    <CodeField
      mode="expression"
      id={id}
      label={words.code.expressionOf(field.title)}
      describedBy={describedBy}
      isInvalid={isInvalid}
      names={names}
      value={text}
      onChange={(next) => change(next, fieldPath(path))}
    />
  );
  if (field.schema.condition !== true) return code;
  const condition = toCondition(text);
  const isRows = mode === 'rows' && condition !== undefined;
  const modes = (
    <SegmentedControl
      size="xs"
      w="fit-content"
      ml="auto"
      aria-label={words.rules.mode}
      data={[
        { value: 'rows', label: words.rules.builder, disabled: condition === undefined },
        { value: 'expression', label: words.rules.expression },
      ]}
      value={isRows ? 'rows' : 'expression'}
      onChange={(next) => setMode(next === 'rows' ? 'rows' : 'expression')}
    />
  );
  if (isRows) return <RuleBuilder text={text} names={names} path={path} onChange={change} corner={modes} />;
  return (
    <div className={classes.rules}>
      {code}
      <div className={classes.between}>
        {condition === undefined && isInvalid === false && <p className={classes.note}>{words.rules.tooComplex}</p>}
        {modes}
      </div>
    </div>
  );
}
