import type { Json, JsonObject } from './json.ts';

/** An expression can't be worked out: `code` is stable, the message says why in plain words. */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  constructor(code: ExpressionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
export type ExpressionErrorCode =
  | 'wrong-type'
  | 'division-by-zero'
  | 'bad-number'
  | 'bad-pattern'
  | 'too-large'
  | 'too-costly';

export interface Warning {
  readonly code: 'value-missing' | 'value-not-text' | 'text-cut' | 'template-invalid' | ExpressionErrorCode;
  readonly message: string;
  /** What was read, as it is written in the expression: `vars.name`. */
  readonly path?: string;
}

export const expressionLimits = {
  /** Characters of one expression. */
  length: 2_000,
  depth: 64,
  /** Characters of a text, items of a list or an object that an expression makes. */
  text: 50_000,
  items: 10_000,
  /** Work of one evaluation: about one unit for each operation and for 16 characters handled. */
  work: 200_000,
} as const;

/** Names that reach into JavaScript's own objects; refused in every place of the language. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What one evaluation has done so far. */
export class Work {
  #left: number = expressionLimits.work;
  readonly warnings: Warning[] = [];

  charge(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new ExpressionError('too-costly', 'The expression takes too much work.');
  }

  text(value: string): string {
    if (value.length > expressionLimits.text)
      throw new ExpressionError('too-large', `A text has more than ${expressionLimits.text} characters.`);
    this.charge(1 + value.length / 16);
    return value;
  }

  /** Checks a length before the text is made. */
  reserve(length: number): void {
    if (length > expressionLimits.text)
      throw new ExpressionError('too-large', `A text has more than ${expressionLimits.text} characters.`);
  }

  list<T>(items: readonly T[]): readonly T[] {
    if (items.length > expressionLimits.items)
      throw new ExpressionError('too-large', `A list has more than ${expressionLimits.items} items.`);
    this.charge(1 + items.length / 4);
    return items;
  }

  /** Refuses a value that is too large or nested too deeply, before something walks through it. */
  measure(value: Json): true {
    let level: Json[] = [value];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > expressionLimits.depth)
        throw new ExpressionError('too-large', `A value is nested more than ${expressionLimits.depth} deep.`);
      const next: Json[] = [];
      for (const item of level) {
        if (typeof item === 'string') this.charge(1 + item.length / 16);
        else if (typeof item !== 'object' || item === null) this.charge(1);
        else {
          const items = isList(item) ? item : Object.values(item);
          this.charge(1 + items.length);
          for (const inner of items) next.push(inner);
        }
      }
      level = next;
    }
    return true;
  }

  missing(path: string): void {
    if (this.warnings.length >= 20 || this.warnings.some((warning) => warning.path === path)) return;
    this.warnings.push({ code: 'value-missing', message: `${path} has no value.`, path });
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

const NUMERIC = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

/** The number that a text of digits stands for; callers give numbers as text. */
export function numberIn(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return NUMERIC.test(text) ? Number(text) : undefined;
}

/** A number without floating-point noise and without an exponent. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const clean = Number(value.toPrecision(15));
  const text = String(clean);
  if (!text.includes('e')) return text;
  return Math.abs(clean) >= 1 ? BigInt(clean).toString() : clean.toFixed(20).replace(/\.?0+$/, '');
}

export function typeName(value: Json): string {
  if (value === null) return 'nothing';
  if (isList(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'number' ? 'a number' : 'an object';
}

export function wrongType(operation: string, ...values: readonly Json[]): ExpressionError {
  return new ExpressionError('wrong-type', `${operation} can't be used on ${values.map(typeName).join(' and ')}.`);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new ExpressionError('bad-number', 'The result is not a number that can be written.');
}

const scalarText = (value: Json): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return value === null ? '' : undefined;
};

export function add(a: Json, b: Json, work: Work): Json {
  if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
  if (isList(a) && isList(b)) {
    work.list(a);
    work.list(b);
    return work.list([...a, ...b]);
  }
  if (typeof a === 'string' || typeof b === 'string') {
    const [left, right] = [scalarText(a), scalarText(b)];
    if (left === undefined || right === undefined) throw wrongType('+', a, b);
    work.reserve(left.length + right.length);
    return work.text(left + right);
  }
  if (a === null || b === null) return null;
  throw wrongType('+', a, b);
}

export type Arithmetic = '-' | '*' | '/' | '%';

/** Numbers, or texts of digits. A missing value makes the result missing. */
export function arithmetic(operator: Arithmetic, a: Json, b: Json): Json {
  if (a === null || b === null) return null;
  const [left, right] = [numberIn(a), numberIn(b)];
  if (left === undefined || right === undefined) throw wrongType(operator, a, b);
  if (operator === '-') return finite(left - right);
  if (operator === '*') return finite(left * right);
  if (right === 0) throw new ExpressionError('division-by-zero', `${operator} by zero.`);
  return finite(operator === '/' ? left / right : left % right);
}

export type Comparison = '<' | '<=' | '>' | '>=';

/** Two numbers by value, two texts by their letters; a missing value is neither less nor more. */
export function compare(operator: Comparison, a: Json, b: Json): boolean {
  if (a === null || b === null) return false;
  let order: number;
  if (typeof a === 'string' && typeof b === 'string') order = a < b ? -1 : a > b ? 1 : 0;
  else {
    const [left, right] = [numberIn(a), numberIn(b)];
    if (left === undefined || right === undefined) throw wrongType(operator, a, b);
    order = left - right;
  }
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

export function equal(a: Json, b: Json, work: Work, depth = 0): boolean {
  work.charge(1);
  if (a === b) return true;
  if (depth > expressionLimits.depth) throw new ExpressionError('too-large', 'A value is nested too deeply.');
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null, work, depth + 1));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null, work, depth + 1))
  );
}

/** True or false; a missing value counts as false. */
export function truth(value: Json, operation: string): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  throw new ExpressionError('wrong-type', `${operation} needs true or false, not ${typeName(value)}.`);
}
