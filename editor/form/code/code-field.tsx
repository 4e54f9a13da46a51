import { lazy, Suspense } from 'react';
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

const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));

/** A text with values, or an expression; a plain field of the same size until the editor is loaded. */
export function CodeField(props: CodeFieldProps) {
  const { value, onChange, label, id, placeholder, isInvalid, isTall, mode } = props;
  return (
    <div
      className={classes.code}
      data-mode={mode}
      data-tall={isTall || undefined}
      data-invalid={isInvalid || undefined}
    >
      <Suspense
        fallback={
          <textarea
            id={id}
            className={classes.plain}
            aria-label={label}
            value={value}
            placeholder={placeholder}
            onChange={({ currentTarget }) => onChange(currentTarget.value)}
          />
        }
      >
        <CodeEditor {...props} />
      </Suspense>
    </div>
  );
}
