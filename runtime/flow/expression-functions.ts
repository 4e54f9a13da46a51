import {
  ExpressionError,
  isList,
  isObject,
  numberIn,
  numberText,
  truth,
  type Work,
  wrongType,
} from './expression-values.ts';
import type { Json } from './json.ts';
import { matches } from './regular-expression.ts';
import { same } from './same.ts';

/** A function of the language; `min` and `max` count its arguments, a method's receiver included. */
export interface ExpressionFunction {
  readonly min: number;
  readonly max: number;
  run(values: readonly Json[], work: Work): Json;
}

type OfText = (text: string, values: readonly Json[], work: Work) => Json;

/** Text of a value that a text function is used on. Nothing is the empty text. */
function textOf(value: Json, name: string, work: Work): string {
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') throw wrongType(`${name}()`, value);
  return work.text(value);
}

function wholeOf(value: Json, name: string): number {
  const number = numberIn(value);
  if (number === undefined) throw wrongType(`${name}()`, value);
  return Math.trunc(number);
}

const define = (min: number, max: number, run: ExpressionFunction['run']): ExpressionFunction => ({ min, max, run });

const ofText = (name: string, min: number, max: number, run: OfText): ExpressionFunction =>
  define(min, max, (values, work) => run(textOf(values[0] ?? null, name, work), values.slice(1), work));

/** A text function with one text argument. */
const ofTwoTexts = (name: string, run: (text: string, other: string, work: Work) => Json): ExpressionFunction =>
  ofText(name, 2, 2, (text, [other = null], work) => run(text, textOf(other, name, work), work));

const ofNumbers = (name: string, max: number, run: (...numbers: readonly number[]) => number): ExpressionFunction =>
  define(1, max, (values) => {
    if (values.includes(null)) return null;
    const numbers = values.map((value) => numberIn(value) ?? Number.NaN);
    if (numbers.some(Number.isNaN)) throw wrongType(`${name}()`, ...values);
    return run(...numbers);
  });

function size(value: Json): number {
  if (value === null) return 0;
  if (isList(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  if (typeof value === 'string') return [...value].length;
  throw wrongType('size()', value);
}

function listOf(value: Json, name: string, work: Work): readonly Json[] {
  if (value === null) return [];
  if (!isList(value)) throw wrongType(`${name}()`, value);
  return work.list(value);
}

function contains(text: Json, part: Json, work: Work): boolean {
  if (isList(text)) return listOf(text, 'contains', work).some((item) => same(item, part));
  return textOf(text, 'contains', work).includes(textOf(part, 'contains', work));
}

function replace(text: string, values: readonly Json[], work: Work): string {
  const [from, to] = [textOf(values[0] ?? null, 'replace', work), textOf(values[1] ?? null, 'replace', work)];
  if (from === '') return text;
  const parts = text.split(from);
  work.reserve(text.length + (parts.length - 1) * (to.length - from.length));
  return work.text(parts.join(to));
}

function join(list: readonly Json[], separator: string, work: Work): string {
  const texts = list.map((item) => textOf(typeof item === 'boolean' ? String(item) : item, 'join', work));
  work.reserve(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  return work.text(texts.join(separator));
}

function unique(list: readonly Json[], work: Work): boolean {
  const seen = new Set(list.map((item) => work.text(json(item, work))));
  return seen.size === list.length;
}

function toBoolean(value: Json): Json {
  if (typeof value !== 'string') return truth(value, 'bool()');
  if (/^(true|t|1)$/i.test(value)) return true;
  if (/^(false|f|0)$/i.test(value)) return false;
  throw new ExpressionError('wrong-type', `bool() can't read '${value.slice(0, 40)}'.`);
}

function toText(value: Json, work: Work): string {
  if (value === null) return '';
  return work.text(
    typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value : json(value, work),
  );
}

function json(value: Json, work: Work): string {
  work.measure(value);
  return JSON.stringify(value);
}

function round(number: number, digits: number): number {
  const factor = 10 ** Math.min(Math.max(Math.trunc(digits), 0), 10);
  return Math.round(Number((number * factor).toPrecision(15))) / factor;
}

/** Counts in characters as JavaScript does; beyond the end there is nothing. */
function substring(text: string, [start = 0, end = text.length]: readonly Json[]): string {
  return text.substring(wholeOf(start, 'substring'), Math.max(wholeOf(end, 'substring'), wholeOf(start, 'substring')));
}

function split(text: string, separator: string, work: Work): readonly Json[] {
  return work.list(separator === '' ? [...text] : text.split(separator));
}

const sizeFunction = define(1, 1, ([value = null]) => size(value));
const lower = ofText('lower', 1, 1, (text) => text.toLowerCase());
const upper = ofText('upper', 1, 1, (text) => text.toUpperCase());

/** Called as `name(...)`. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ['size', sizeFunction],
  ['same', define(2, 2, ([a = null, b = null], work) => work.measure(a) && work.measure(b) && same(a, b))],
  ['matches', ofTwoTexts('matches', matches)],
  ['string', define(1, 1, ([value = null], work) => toText(value, work))],
  ['json', define(1, 1, ([value = null], work) => work.text(json(value, work)))],
  ['int', ofNumbers('int', 1, (number = 0) => Math.trunc(number))],
  ['double', ofNumbers('double', 1, (number = 0) => number)],
  ['bool', define(1, 1, ([value = null]) => toBoolean(value))],
  ['dyn', define(1, 1, ([value = null]) => value)],
  ['abs', ofNumbers('abs', 1, (number = 0) => Math.abs(number))],
  ['round', ofNumbers('round', 2, (number = 0, digits = 0) => round(number, digits))],
  ['floor', ofNumbers('floor', 1, (number = 0) => Math.floor(number))],
  ['ceil', ofNumbers('ceil', 1, (number = 0) => Math.ceil(number))],
  ['min', ofNumbers('min', 10, (...numbers) => Math.min(...numbers))],
  ['max', ofNumbers('max', 10, (...numbers) => Math.max(...numbers))],
]);

/** Called as `value.name(...)`; the value is the first one given to `run`. */
export const methods: ReadonlyMap<string, ExpressionFunction> = new Map([
  ['size', sizeFunction],
  ['matches', ofTwoTexts('matches', matches)],
  ['contains', define(2, 2, ([text = null, part = null], work) => contains(text, part, work))],
  ['startsWith', ofTwoTexts('startsWith', (text, other) => text.startsWith(other))],
  ['endsWith', ofTwoTexts('endsWith', (text, other) => text.endsWith(other))],
  ['indexOf', ofTwoTexts('indexOf', (text, other) => text.indexOf(other))],
  ['lastIndexOf', ofTwoTexts('lastIndexOf', (text, other) => text.lastIndexOf(other))],
  ['substring', ofText('substring', 2, 3, substring)],
  ['lower', lower],
  ['upper', upper],
  ['lowerAscii', lower],
  ['upperAscii', upper],
  ['trim', ofText('trim', 1, 1, (text) => text.trim())],
  ['replace', ofText('replace', 3, 3, replace)],
  ['split', ofTwoTexts('split', split)],
  [
    'join',
    define(1, 2, ([list = null, separator = ''], work) =>
      join(listOf(list, 'join', work), textOf(separator, 'join', work), work),
    ),
  ],
  ['unique', define(1, 1, ([list = null], work) => unique(listOf(list, 'unique', work), work))],
]);
