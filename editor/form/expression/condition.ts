import { type ExpressionNode, expressionTree } from '#runtime/flow/expression';

/** What a row compares with. A number keeps the text it was written as. */
export type Operand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Operand[] };

export const operators = [
  'same',
  'notSame',
  'equals',
  'differs',
  'less',
  'atMost',
  'more',
  'atLeast',
  'contains',
  'startsWith',
  'endsWith',
  'oneOf',
  'isTrue',
  'isFalse',
  'isKnown',
  'isUnknown',
] as const;
export type Operator = (typeof operators)[number];

/** One line of the rule builder: a value of the call, how it is compared, and with what. */
export interface Row {
  readonly name: string;
  readonly operator: Operator;
  readonly operand?: Operand | undefined;
}

export interface Condition {
  readonly join: 'and' | 'or';
  readonly rows: readonly Row[];
}

const SIGNS: Readonly<Partial<Record<Operator, string>>> = {
  equals: '==',
  differs: '!=',
  less: '<',
  atMost: '<=',
  more: '>',
  atLeast: '>=',
  oneOf: 'in',
};
const BY_SIGN = new Map(Object.entries(SIGNS).map(([operator, sign]) => [sign, operator as Operator]));
const METHODS: ReadonlySet<string> = new Set<Operator>(['contains', 'startsWith', 'endsWith']);
const WITHOUT_OPERAND: ReadonlySet<Operator> = new Set(['isTrue', 'isFalse', 'isKnown', 'isUnknown']);

export const takesOperand = (operator: Operator): boolean => !WITHOUT_OPERAND.has(operator);

const NAME = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The rows as an expression; rows that are not complete yet are left out. */
export function toExpression({ join, rows }: Condition): string {
  return rows.flatMap((row) => rowText(row) ?? []).join(join === 'and' ? ' && ' : ' || ');
}

function rowText({ name, operator, operand }: Row): string | undefined {
  if (!NAME.test(name)) return undefined;
  switch (operator) {
    case 'isTrue':
      return name;
    case 'isFalse':
      return `!${name}`;
    case 'isKnown':
      return `has(${name})`;
    case 'isUnknown':
      return `!has(${name})`;
    default: {
      const value = operandText(operand);
      if (value === undefined) return undefined;
      if (operator === 'same') return `same(${name}, ${value})`;
      if (operator === 'notSame') return `!same(${name}, ${value})`;
      return METHODS.has(operator) ? `${name}.${operator}(${value})` : `${name} ${SIGNS[operator]} ${value}`;
    }
  }
}

function operandText(operand: Operand | undefined): string | undefined {
  switch (operand?.kind) {
    case 'text':
      return quoted(operand.text);
    case 'number':
      return NUMBER.test(operand.text) ? operand.text : undefined;
    case 'boolean':
      return String(operand.value);
    case 'name':
      return NAME.test(operand.name) ? operand.name : undefined;
    case 'list':
      return operand.items.length === 0
        ? undefined
        : `[${operand.items.flatMap((item) => operandText(item) ?? []).join(', ')}]`;
    default:
      return undefined;
  }
}

/** A text as it is written in an expression. */
export function quoted(text: string): string {
  const escaped = text.replaceAll(/[\\'\n\r\t]/g, (character) => ESCAPES[character] ?? character);
  return `'${escaped}'`;
}
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * An expression as rows; undefined when they can't say exactly the same. So an expression that somebody wrote by hand
 * is never changed by looking at it.
 */
export function toCondition(expression: string): Condition | undefined {
  if (expression.trim() === '') return { join: 'and', rows: [] };
  const tree = expressionTree(expression);
  if (tree === undefined) return undefined;
  const join = tree.op === '||' ? 'or' : 'and';
  const rows: Row[] = [];
  for (const node of terms(tree, join === 'or' ? '||' : '&&')) {
    const row = rowOf(node, expression);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  const condition: Condition = { join, rows };
  const again = expressionTree(toExpression(condition));
  return again !== undefined && isSameTree(tree, again) ? condition : undefined;
}

function terms(node: ExpressionNode, op: '&&' | '||'): readonly ExpressionNode[] {
  return node.op === op ? [...terms(node.args[0], op), node.args[1]] : [node];
}

function rowOf(node: ExpressionNode, source: string): Row | undefined {
  const name = nameOf(node);
  if (name !== undefined) return { name, operator: 'isTrue' };
  if (node.op === '!_') return negated(node.args, source);
  if (node.op === 'call') return callRow(node.args, source);
  if (node.op === 'rcall') {
    const [method, receiver, args] = node.args;
    const on = nameOf(receiver);
    const operand = args.length === 1 ? operandOf(args[0], source) : undefined;
    if (!METHODS.has(method) || on === undefined || operand === undefined) return undefined;
    return { name: on, operator: method as Operator, operand };
  }
  const operator = BY_SIGN.get(node.op);
  if (operator === undefined) return undefined;
  const [left, right] = node.args as [ExpressionNode, ExpressionNode];
  const compared = nameOf(left);
  const operand = operandOf(right, source);
  return compared === undefined || operand === undefined ? undefined : { name: compared, operator, operand };
}

function negated(node: ExpressionNode, source: string): Row | undefined {
  const name = nameOf(node);
  if (name !== undefined) return { name, operator: 'isFalse' };
  const row = node.op === 'call' ? callRow(node.args, source) : undefined;
  if (row === undefined) return undefined;
  return { ...row, operator: row.operator === 'isKnown' ? 'isUnknown' : 'notSame' };
}

function callRow([called, args]: readonly [string, readonly ExpressionNode[]], source: string): Row | undefined {
  const name = nameOf(args[0]);
  if (name === undefined) return undefined;
  if (called === 'has' && args.length === 1) return { name, operator: 'isKnown' };
  if (called !== 'same' || args.length !== 2) return undefined;
  const operand = operandOf(args[1], source);
  return operand === undefined ? undefined : { name, operator: 'same', operand };
}

function nameOf(node: ExpressionNode | undefined): string | undefined {
  if (node?.op === 'id') return node.args;
  if (node?.op !== '.') return undefined;
  const base = nameOf(node.args[0]);
  return base === undefined ? undefined : `${base}.${node.args[1]}`;
}

function operandOf(node: ExpressionNode | undefined, source: string): Operand | undefined {
  if (node === undefined) return undefined;
  if (node.op === 'list') {
    const items = node.args.map((item) => operandOf(item, source));
    return items.every((item) => item !== undefined && item.kind !== 'list')
      ? { kind: 'list', items: items as Operand[] }
      : undefined;
  }
  if (node.op === 'value') {
    if (typeof node.args === 'string') return { kind: 'text', text: node.args };
    if (typeof node.args === 'boolean') return { kind: 'boolean', value: node.args };
  }
  const text = source.slice(node.start, node.end).replaceAll(/\s/g, '');
  if (NUMBER.test(text)) return { kind: 'number', text };
  const name = nameOf(node);
  return name === undefined ? undefined : { kind: 'name', name };
}

function isSameTree(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => isSameTree(each, b[at]));
  if (isNode(a) && isNode(b)) return a.op === b.op && isSameTree(a.args, b.args);
  return a === b;
}
const isNode = (value: unknown): value is ExpressionNode =>
  typeof value === 'object' && value !== null && 'op' in value;
