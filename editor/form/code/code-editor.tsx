import { startCompletion } from '@codemirror/autocomplete';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ScopeName } from '../expression/scope.ts';
import { codeExtensions } from './code-extensions.ts';
import type { CodeFieldProps, CursorBefore } from './code-field.tsx';

/** CodeMirror as a field of the form. Loaded when a field first needs it. */
export function CodeEditor({
  value,
  onChange,
  onReady,
  cursorBefore,
  ...look
}: CodeFieldProps & { readonly cursorBefore: CursorBefore }) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, names: look.names });
  latest.current = { onChange, names: look.names };
  const { mode, label, id, describedBy, placeholder, isInvalid } = look;

  const attributes = useMemo(
    () =>
      EditorView.contentAttributes.of({
        id,
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-invalid': String(isInvalid),
        ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
      }),
    [id, label, describedBy, isInvalid],
  );
  const [compartment] = useState(() => new Compartment());

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view at every letter would lose the cursor
  useLayoutEffect(() => {
    if (parent.current === null) return;
    const names = (): readonly ScopeName[] => latest.current.names;
    const made = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          codeExtensions({ mode, names, placeholder }),
          compartment.of(attributes),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((each) => each.isUserEvent('from-outside')))
              latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    if (cursorBefore.current !== undefined) {
      made.dispatch({ selection: cursorBefore.current });
      made.focus();
      cursorBefore.current = undefined;
    }
    onReady?.(() => insertValue(made));
    return () => made.destroy();
  }, [mode, placeholder]);

  useEffect(() => view.current?.dispatch({ effects: compartment.reconfigure(attributes) }), [compartment, attributes]);

  useEffect(() => {
    const { current } = view;
    if (current === undefined || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value }, userEvent: 'from-outside' });
  }, [value]);

  return <div ref={parent} />;
}

/** Opens the list of values where the cursor is; at the end of a text that nobody has been in yet. */
function insertValue(view: EditorView): void {
  if (!view.hasFocus && view.state.selection.main.head === 0)
    view.dispatch({ selection: { anchor: view.state.doc.length } });
  view.focus();
  startCompletion(view);
}
