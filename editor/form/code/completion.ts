import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { functions, methods } from '#runtime/flow/expression-functions';
import { macros } from '#runtime/flow/expression-macros';
import { placeholders } from '#runtime/flow/template';
import { formWords as words } from '../../words/form.ts';
import type { ScopeName } from '../expression/scope.ts';

type Names = () => readonly ScopeName[];
type Source = (context: CompletionContext) => CompletionResult | null;

/** After `{{`, or when asked for: every value, put in with its braces. Inside the braces: as in an expression. */
export function textCompletion(names: Names): Source {
  const inside = expressionCompletion(names);
  return (context) => {
    const open = context.matchBefore(/\{\{\s*[A-Za-z0-9_.]*/);
    if (open !== null) {
      const from = open.from + (/^\{\{\s*/.exec(open.text)?.[0].length ?? 2);
      return { from, options: valuesAt(names(), open.from), validFor: /^[\w.]*$/ };
    }
    const text = context.state.doc.toString();
    const isInside = placeholders(text).some(
      ({ start, end }) => context.pos > start + 1 && context.pos < (end ?? text.length + 1),
    );
    if (isInside) return inside(context);
    return context.explicit
      ? { from: context.pos, options: valuesAt(names(), context.pos), validFor: /^[\w.]*$/ }
      : null;
  };
}

const valuesAt = (names: readonly ScopeName[], start: number): readonly Completion[] =>
  names.map((name) => ({
    ...completionOf(name),
    apply: (view: EditorView, _completion: Completion, _from: number, to: number) => putIn(view, name.name, start, to),
  }));

function putIn(view: EditorView, name: string, start: number, to: number): void {
  const after = view.state.sliceDoc(to, to + 20);
  const closing = /^[\w.]*\s*\}\}/.exec(after)?.[0].length ?? 0;
  const insert = `{{ ${name} }}`;
  view.dispatch({
    changes: { from: start, to: to + closing, insert },
    selection: { anchor: start + insert.length },
    userEvent: 'input.complete',
  });
}

/** Values by their names, functions, and what can be done with a value after a dot. */
export function expressionCompletion(names: Names): Source {
  return (context) => {
    const word = context.matchBefore(/[A-Za-z_][\w.]*/);
    if (word === null)
      return context.explicit
        ? { from: context.pos, options: [...names().map(completionOf), ...functionCompletions] }
        : null;
    const known = names().map(completionOf);
    const dot = word.text.lastIndexOf('.');
    const before = word.text.slice(0, Math.max(dot, 0));
    // `vars.age.` is followed by what can be done with it; `vars.` by the variables.
    if (dot !== -1 && !names().some(({ name }) => name.startsWith(`${before}.`)))
      return { from: word.from + dot + 1, options: methodCompletions, validFor: /^\w*$/ };
    return { from: word.from, options: [...known, ...functionCompletions], validFor: /^[\w.]*$/ };
  };
}

const { here, variables, steps, caller, call } = words.scope;
const GROUPS: readonly string[] = [here, variables, steps, caller, call];

function completionOf({ name, type, group, label, example }: ScopeName): Completion {
  const kind = words.scope.types[type];
  const detail = [label === '' ? kind : label, example === '' ? '' : words.scope.example(example)]
    .filter((text) => text !== '')
    .join(', ');
  const rank = GROUPS.indexOf(group);
  return { label: name, detail, section: { name: group, rank }, boost: -rank };
}

const functionCompletions: readonly Completion[] = [...functions.keys(), 'has'].map((name) => ({
  label: name,
  apply: `${name}(`,
  section: { name: words.code.functions, rank: GROUPS.length },
}));
const methodCompletions: readonly Completion[] = [...methods.keys(), ...macros.keys()].map((name) => ({
  label: name,
  apply: `${name}(`,
}));
