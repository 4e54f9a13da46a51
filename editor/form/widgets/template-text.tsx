import { ActionIcon, Tooltip } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import { formWords as words } from '../../words/form.ts';
import { CodeField } from '../code/code-field.tsx';
import classes from '../form.module.css';
import type { WidgetProps } from '../form-context.tsx';
import { useScope } from '../use-scope.ts';

/** Words for people, with values of the call as pills. */
export function TemplateText({ field, path, value, onChange, id, describedBy, isInvalid }: WidgetProps) {
  const names = useScope(field);
  const insert = useRef<() => void>(undefined);
  return (
    <div className={classes.withCorner}>
      <CodeField
        mode="text"
        id={id}
        label={field.title}
        describedBy={describedBy}
        isInvalid={isInvalid}
        names={names}
        value={typeof value === 'string' ? value : ''}
        placeholder={typeof field.default === 'string' ? field.default : ''}
        onReady={(ready) => {
          insert.current = ready;
        }}
        onChange={(text) => onChange(text === '' && !field.isRequired ? undefined : text, fieldPath(path))}
      />
      {names.length > 0 && (
        <Tooltip label={words.text.insert}>
          <ActionIcon
            className={classes.corner}
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={words.text.insert}
            onClick={() => insert.current?.()}
          >
            <Braces size={13} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
