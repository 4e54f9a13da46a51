import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { compileExpression, type Evaluate, ExpressionProblem, type Reference } from './expression-compile.ts';
import { ExpressionError, expressionLimits, type Warning, Work } from './expression-values.ts';
import type { Json, JsonObject } from './json.ts';
import { Lru } from './lru.ts';

/**
 * A parsed CEL expression.
 *
 * The grammar is CEL's, by its library; the values are worked out here, because in a call a missing value is null and
 * not an error, a number is a JSON number, a pattern runs in linear time, and the work of one evaluation is bounded.
 */
export interface Program {
  readonly source: string;
  readonly references: readonly Reference[];
  /** Throws ExpressionError. Missing values are null, with a warning each. The roots are not changed. */
  evaluate(roots: JsonObject): { readonly value: Json; readonly warnings: readonly Warning[] };
}

/** `position` counts characters of the text from 0. */
export interface Problem {
  readonly message: string;
  readonly position: number;
}

export type ExpressionNode = ASTNode;

export type ParsedExpression =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly problem: Problem };

const cel = new Environment({
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: 1_000, maxDepth: expressionLimits.depth, maxListElements: 200, maxMapEntries: 200 },
});

const parsed = new Lru<ParsedExpression>(2_000);

/** Parses an expression (no braces around it); never throws. Results are kept for the texts used last. */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > expressionLimits.length)
    return failure(`An expression has at most ${expressionLimits.length} characters.`, expressionLimits.length);
  return parsed.take(text, parse);
}

function failure(message: string, position: number): ParsedExpression {
  return { ok: false, problem: { message, position } };
}

function parse(source: string): ParsedExpression {
  if (source.trim() === '') return failure('The expression is empty.', 0);
  try {
    const { run, references } = compileExpression(cel.parse(source).ast as ASTNode, source);
    return { ok: true, program: { source, references, evaluate: (roots) => evaluate(run, roots) } };
  } catch (error) {
    if (error instanceof ExpressionProblem) return failure(error.message, error.position);
    const { message, position } = libraryProblem(error);
    return failure(message, position);
  }
}

/** The tree of an expression, for those who draw or rewrite it; undefined for a text that is none. */
export function expressionTree(source: string): ASTNode | undefined {
  return parseExpression(source).ok ? (cel.parse(source).ast as ASTNode) : undefined;
}

/** The library's errors carry the whole source in `message`, and a plain sentence in `summary`. */
function libraryProblem(error: unknown): Problem {
  if (error instanceof RangeError) return { message: 'The expression is nested too deeply.', position: 0 };
  const { code, summary, range } = error as { code?: unknown; summary?: unknown; range?: { start?: unknown } };
  const position = typeof range?.start === 'number' ? range.start : 0;
  if (code === 'limit_exceeded') return { message: 'The expression is too large.', position };
  if (summary === 'Unexpected token: EOF') return { message: 'The expression ends too early.', position };
  return { message: typeof summary === 'string' ? `${summary}.` : 'This is not an expression.', position };
}

function evaluate(run: Evaluate, roots: JsonObject): { value: Json; warnings: readonly Warning[] } {
  const work = new Work();
  try {
    const value = run({ roots, work });
    if (typeof value === 'object' && value !== null) work.measure(value);
    return { value, warnings: work.warnings };
  } catch (error) {
    if (error instanceof RangeError) throw new ExpressionError('too-large', 'A value is nested too deeply.');
    throw error;
  }
}

/** Which variables and which nodes' data an expression reads, and every root it names. */
export function references(program: Program): {
  readonly vars: readonly string[];
  readonly steps: readonly string[];
  readonly roots: readonly string[];
} {
  const named = (root: string) =>
    program.references.flatMap((reference) =>
      reference.root === root && reference.name !== undefined ? [reference.name] : [],
    );
  const distinct = (names: readonly string[]) => [...new Set(names)];
  return {
    vars: distinct(named('vars')),
    steps: distinct(named('steps')),
    roots: distinct(program.references.map((reference) => reference.root)),
  };
}
