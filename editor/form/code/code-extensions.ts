import { autocompletion } from '@codemirror/autocomplete';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { EditorView, placeholder as placeholderText, tooltips } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { minimalSetup } from 'codemirror';
import { parseExpression } from '#runtime/flow/expression';
import { styleNonce } from '../../app/style-nonce.ts';
import type { ScopeName } from '../expression/scope.ts';
import { expressionCompletion, textCompletion } from './completion.ts';
import { expressionLanguage } from './expression-language.ts';
import { valuePills } from './value-pills.ts';

interface CodeSetup {
  readonly mode: 'text' | 'expression';
  readonly names: () => readonly ScopeName[];
  readonly placeholder?: string | undefined;
}

/** How a text with values, or an expression, is shown and edited. */
export function codeExtensions({ mode, names, placeholder }: CodeSetup): Extension {
  return [
    EditorView.cspNonce.of(styleNonce()),
    minimalSetup,
    EditorView.lineWrapping,
    look,
    tooltips({ parent: document.body, position: 'fixed' }),
    placeholder === undefined ? [] : placeholderText(placeholder),
    autocompletion({
      override: [mode === 'text' ? textCompletion(names) : expressionCompletion(names)],
      icons: false,
      activateOnTypingDelay: 60,
    }),
    mode === 'text' ? valuePills : [expressionLanguage, syntaxHighlighting(colours), linter(problems, { delay: 250 })],
  ];
}

function problems(view: EditorView) {
  const text = view.state.doc.toString();
  const parsed = parseExpression(text);
  if (parsed.ok || text.trim() === '') return [];
  const from = Math.min(parsed.problem.position, text.length);
  return [{ from, to: Math.min(from + 1, text.length), severity: 'error' as const, message: parsed.problem.message }];
}

const colours = HighlightStyle.define([
  { tag: tags.string, color: 'light-dark(#2f7f6f, #63c2ae)' },
  { tag: tags.number, color: 'light-dark(#3a6ea5, #79ade3)' },
  { tag: tags.keyword, color: 'light-dark(#7a5ab0, #b59ae6)' },
  { tag: tags.function(tags.variableName), color: 'light-dark(#8a5a10, #e0b060)' },
]);

const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit' },
  '.cm-content': { padding: '7px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--cord) 22%, transparent) !important',
  },
  '.cm-value': {
    display: 'inline-block',
    padding: '0 7px',
    borderRadius: '6px',
    backgroundColor: 'color-mix(in srgb, var(--cord) 13%, transparent)',
    color: 'light-dark(var(--mantine-color-cord-7), var(--mantine-color-cord-3))',
    fontSize: '12px',
    fontWeight: '550',
    lineHeight: '19px',
    cursor: 'pointer',
  },
  '.cm-value-wrong': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-color-red-6) 16%, transparent)',
    color: 'light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))',
  },
  '.cm-value-open': { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '12px', color: 'var(--cord)' },
  '.cm-tooltip': {
    zIndex: '400',
    overflow: 'hidden',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    backgroundColor: 'var(--card)',
    color: 'var(--ink)',
    boxShadow: '0 8px 28px -8px rgb(20 16 12 / 0.35)',
    fontSize: '12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    minWidth: '280px',
    maxWidth: '360px',
    maxHeight: '260px',
    fontFamily: 'var(--mantine-font-family)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > completion-section': {
    padding: '7px 10px 3px',
    borderBottom: '0',
    color: 'var(--soft)',
    fontSize: '11px',
    fontWeight: '600',
    opacity: '1',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '10px',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    padding: '4px 10px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'color-mix(in srgb, var(--cord) 14%, transparent)',
    color: 'var(--ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': {
    overflow: 'hidden',
    marginLeft: '0',
    color: 'var(--soft)',
    fontStyle: 'normal',
    fontSize: '11.5px',
    textOverflow: 'ellipsis',
  },
  '.cm-tooltip-lint': { padding: '2px 4px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--mantine-color-red-6)' },
});
