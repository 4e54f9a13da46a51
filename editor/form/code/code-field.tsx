import { lazy, type RefObject, Suspense, useLayoutEffect, useRef } from 'react';
import type { ScopeName } from '../expression/scope.ts';
import classes from './code-field.module.css';

export interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A text with `{{ }}` inside, or one expression. */
  readonly mode: 'text' | 'expression';
  readonly label: string;
  readonly id: string;
  readonly describedBy?: string | undefined;
  readonly isInvalid: boolean;
  readonly placeholder?: string;
  readonly names: readonly ScopeName[];
  readonly isTall?: boolean;
  /** Takes what inserts a value at the cursor, once the field can. */
  readonly onReady?: (insert: () => void) => void;
}

/** Where the cursor was in the plain field that the editor took the place of, if somebody was in it. */
export type CursorBefore = RefObject<{ readonly anchor: number; readonly head: number } | undefined>;

const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));

/** A text with values, or an expression; a plain field of the same size until the editor is loaded. */
export function CodeField(props: CodeFieldProps) {
  const { isInvalid, isTall, mode } = props;
  const cursorBefore: CursorBefore = useRef(undefined);
  return (
    <div
      className={classes.code}
      data-mode={mode}
      data-tall={isTall || undefined}
      data-invalid={isInvalid || undefined}
    >
      <Suspense fallback={<PlainField {...props} cursor={cursorBefore} />}>
        <CodeEditor {...props} cursorBefore={cursorBefore} />
      </Suspense>
    </div>
  );
}

/** Says where its cursor was when it goes: keys that came after would be commands to the canvas. */
function PlainField({ id, label, value, placeholder, onChange, cursor }: CodeFieldProps & { cursor: CursorBefore }) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { current: field } = ref;
    return () => {
      if (field !== null && field === document.activeElement)
        cursor.current = { anchor: field.selectionStart, head: field.selectionEnd };
    };
  }, [cursor]);
  return (
    <textarea
      ref={ref}
      id={id}
      className={classes.plain}
      aria-label={label}
      value={value}
      placeholder={placeholder}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
