import { type Problem, type Program, parseExpression } from './expression.ts';
import { ExpressionError, isList, numberText, type Warning } from './expression-values.ts';
import type { Json, JsonObject } from './json.ts';
import { Lru } from './lru.ts';

/** Characters of a rendered text; the rest is cut. */
export const RENDERED_LENGTH = 20_000;

export interface Rendered {
  readonly text: string;
  readonly warnings: readonly Warning[];
}

/** Text with `{{ expression }}` inside. What an expression gives is text and is never rendered again. */
export interface Template {
  readonly segments: readonly (string | Program)[];
  /** No expression inside: the text is always the same. */
  readonly constant: boolean;
  /** Never throws: what can't be worked out is empty, with a warning; a placeholder is never spoken. */
  render(roots: JsonObject): Rendered;
}

export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problem: Problem };

const parsed = new Lru<ParsedTemplate>(2_000);

/** Parses a text with `{{ }}`; never throws. Results are kept for the texts used last. */
export function parseTemplate(text: string): ParsedTemplate {
  return parsed.take(text, parse);
}

/** Where a `{{ }}` stands in a text, braces included. */
export interface Placeholder {
  readonly start: number;
  /** After the closing braces; undefined when they are missing. */
  readonly end: number | undefined;
  readonly expression: string;
}

/** Every `{{ }}` of a text in its order, whether or not what is inside can be understood. */
export function placeholders(text: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  let position = 0;
  for (let start = text.indexOf('{{'); start !== -1; start = text.indexOf('{{', position)) {
    const close = endOfExpression(text, start + 2);
    found.push({ start, end: close === undefined ? undefined : close + 2, expression: text.slice(start + 2, close) });
    if (close === undefined) break;
    position = close + 2;
  }
  return found;
}

function parse(text: string): ParsedTemplate {
  const segments: (string | Program)[] = [];
  let position = 0;
  for (const { start, end, expression: source } of placeholders(text)) {
    if (end === undefined) return { ok: false, problem: { message: "'{{' is never closed by '}}'.", position: start } };
    const expression = parseExpression(source);
    if (!expression.ok)
      return {
        ok: false,
        problem: { message: expression.problem.message, position: start + 2 + expression.problem.position },
      };
    if (start > position) segments.push(text.slice(position, start));
    segments.push(expression.program);
    position = end;
  }
  if (position < text.length) segments.push(text.slice(position));
  const constant = segments.every((segment) => typeof segment === 'string');
  const render = constant ? () => ({ text, warnings: [] }) : (roots: JsonObject) => renderSegments(segments, roots);
  return { ok: true, template: { segments, constant, render } };
}

/** Where the `}}` is that ends an expression: not one inside quotes or that closes an object's braces. */
function endOfExpression(text: string, start: number): number | undefined {
  let quote = '';
  let braces = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') braces++;
    else if (character === '}') {
      if (braces === 0 && text.charAt(at + 1) === '}') return at;
      braces--;
    }
  }
  return undefined;
}

function renderSegments(segments: readonly (string | Program)[], roots: JsonObject): Rendered {
  const warnings: Warning[] = [];
  let text = '';
  for (const segment of segments)
    text += typeof segment === 'string' ? segment : renderProgram(segment, roots, warnings);
  if (text.length <= RENDERED_LENGTH) return { text, warnings };
  warnings.push({ code: 'text-cut', message: `The text was cut to ${RENDERED_LENGTH} characters.` });
  return { text: text.slice(0, RENDERED_LENGTH), warnings };
}

function renderProgram(program: Program, roots: JsonObject, warnings: Warning[]): string {
  try {
    const { value, warnings: found } = program.evaluate(roots);
    warnings.push(...found);
    if (value === null && found.length === 0)
      warnings.push({
        code: 'value-missing',
        message: `${program.source.trim()} has no value.`,
        path: program.source.trim(),
      });
    if (typeof value === 'object' && value !== null && !isList(value))
      warnings.push({ code: 'value-not-text', message: `${program.source.trim()} is an object, not a text.` });
    return textFor(value);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    warnings.push({ code: error.code, message: error.message, path: program.source.trim() });
    return '';
  }
}

/** A value as people write it: nothing is empty, true is `yes`, a list is joined by commas. `json()` gives JSON. */
export function textFor(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isList(value) ? value.map(textFor).join(', ') : JSON.stringify(value);
}
