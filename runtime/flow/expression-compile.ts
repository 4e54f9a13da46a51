import type { ASTNode } from '@marcbachmann/cel-js';
import { type ExpressionFunction, functions, methods } from './expression-functions.ts';
import { type Macro, macros } from './expression-macros.ts';
import {
  add,
  arithmetic,
  compare,
  equal,
  expressionLimits,
  FORBIDDEN_NAMES,
  isList,
  isObject,
  truth,
  type Work,
  wrongType,
} from './expression-values.ts';
import type { Json, JsonObject } from './json.ts';
import { patternProblem } from './regular-expression.ts';

/** What an expression reads: `vars.name` gives root `vars` and name `name`. */
export interface Reference {
  readonly root: string;
  readonly name?: string;
  readonly field?: string;
}

/** Why a text is not an expression; `position` counts characters from 0. */
export class ExpressionProblem extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

export interface Scope {
  readonly roots: JsonObject;
  readonly work: Work;
  /** The macro's variable: there is only one, for macros are not nested. */
  readonly item?: Json;
}

export type Evaluate = (scope: Scope) => Json;

interface Compiler {
  readonly source: string;
  readonly references: Reference[];
  readonly item?: string;
  readonly depth: number;
  readonly size: { nodes: number };
}

type Node<O extends ASTNode['op']> = Extract<ASTNode, { op: O }>;

/** Turns the parsed expression into a function over the call's values. Throws ExpressionProblem. */
export function compileExpression(ast: ASTNode, source: string): { run: Evaluate; references: readonly Reference[] } {
  const compiler: Compiler = { source, references: [], depth: 0, size: { nodes: 0 } };
  return { run: compile(ast, compiler), references: compiler.references };
}

function compile(node: ASTNode, outer: Compiler): Evaluate {
  const compiler = { ...outer, depth: outer.depth + 1 };
  if (compiler.depth > expressionLimits.depth)
    throw new ExpressionProblem(`The expression is nested more than ${expressionLimits.depth} deep.`, node.start);
  compiler.size.nodes++;
  const inner = (child: ASTNode) => compile(child, compiler);
  switch (node.op) {
    case 'value':
      return literal(node);
    case 'id':
    case '.':
    case '[]':
      return access(node, compiler);
    case 'call':
      return call(node, compiler);
    case 'rcall':
      return methodCall(node, compiler);
    case 'list': {
      const items = node.args.map(inner);
      return (scope) => scope.work.list(items.map((item) => item(scope)));
    }
    case 'map':
      return object(node, compiler);
    case '?:': {
      const [condition, yes, no] = [inner(node.args[0]), inner(node.args[1]), inner(node.args[2])];
      return (scope) => (truth(condition(scope), '?') ? yes(scope) : no(scope));
    }
    case '&&':
    case '||': {
      const { op } = node;
      const [left, right] = [inner(node.args[0]), inner(node.args[1])];
      if (op === '&&') return (scope) => truth(left(scope), op) && truth(right(scope), op);
      return (scope) => truth(left(scope), op) || truth(right(scope), op);
    }
    case '!_': {
      const value = inner(node.args);
      return (scope) => !truth(value(scope), '!');
    }
    case '-_': {
      const value = inner(node.args);
      return (scope) => arithmetic('*', value(scope), -1);
    }
    case '.?':
    case '[?]':
      throw new ExpressionProblem('Optional access is not part of the language: a missing value is null.', node.start);
    default:
      return binary(node, compiler);
  }
}

function literal(node: Node<'value'>): Evaluate {
  const value: unknown = node.args;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return () => value;
  if (typeof value === 'number') return () => value;
  const number = value instanceof Uint8Array ? Number.NaN : Number(value);
  if (Number.isSafeInteger(number)) return () => number;
  const what = Number.isNaN(number) ? 'Bytes are not part of the language.' : 'The number is too large.';
  throw new ExpressionProblem(what, node.start);
}

function refuseName(name: string, node: ASTNode): void {
  if (FORBIDDEN_NAMES.has(name)) throw new ExpressionProblem(`The name '${name}' can't be used.`, node.start);
}

/** A chain such as `steps.menu.key` or `vars.list[0].name` as one unit, so that it warns once and by its full name. */
function access(node: Node<'id' | '.' | '[]'>, compiler: Compiler): Evaluate {
  const keys: Evaluate[] = [];
  const names: (string | undefined)[] = [];
  let base: ASTNode = node;
  while (base.op === '.' || base.op === '[]') {
    if (keys.length >= expressionLimits.depth)
      throw new ExpressionProblem(`The expression is nested more than ${expressionLimits.depth} deep.`, node.start);
    const key = base.args[1];
    const name =
      typeof key === 'string' ? key : key.op === 'value' && typeof key.args === 'string' ? key.args : undefined;
    if (name !== undefined) refuseName(name, base);
    names.unshift(name);
    keys.unshift(typeof key === 'string' ? () => key : compile(key, compiler));
    base = base.args[0];
  }
  const path = compiler.source.slice(node.start, node.end);
  const start = base.op === 'id' ? root(base, names, compiler) : compile(base, compiler);
  if (keys.length === 0) return start;
  return (scope) => {
    let value: Json | undefined = start(scope);
    for (const key of keys) {
      value = field(value, key(scope));
      if (value === undefined) {
        scope.work.missing(path);
        return null;
      }
    }
    return value;
  };
}

function root(node: Node<'id'>, names: readonly (string | undefined)[], compiler: Compiler): Evaluate {
  const name = node.args;
  refuseName(name, node);
  if (name === compiler.item) return (scope) => scope.item ?? null;
  const [first, second] = names;
  compiler.references.push({
    root: name,
    ...(first === undefined ? {} : { name: first }),
    ...(first === undefined || second === undefined ? {} : { field: second }),
  });
  return (scope) => {
    if (Object.hasOwn(scope.roots, name)) return scope.roots[name] ?? null;
    scope.work.missing(name);
    return null;
  };
}

/** Own fields only; undefined when there is no such field or item. */
function field(value: Json, key: Json): Json | undefined {
  if (isList(value)) return typeof key === 'number' && Number.isInteger(key) ? value[key] : undefined;
  if (!isObject(value) || (typeof key !== 'string' && typeof key !== 'number')) return undefined;
  const name = String(key);
  return Object.hasOwn(value, name) && !FORBIDDEN_NAMES.has(name) ? value[name] : undefined;
}

function object(node: Node<'map'>, compiler: Compiler): Evaluate {
  const entries = node.args.map(([key, value]) => [compile(key, compiler), compile(value, compiler)] as const);
  return (scope) => {
    scope.work.charge(entries.length);
    return Object.fromEntries(
      entries.map(([key, value]) => {
        const name = key(scope);
        if (typeof name !== 'string' || FORBIDDEN_NAMES.has(name)) throw wrongType('As a name { }', name);
        return [name, value(scope)];
      }),
    );
  };
}

function binary(node: Extract<ASTNode, { args: [ASTNode, ASTNode] }>, compiler: Compiler): Evaluate {
  const [left, right] = [compile(node.args[0] as ASTNode, compiler), compile(node.args[1] as ASTNode, compiler)];
  const { op } = node;
  switch (op) {
    case '+':
      return (scope) => add(left(scope), right(scope), scope.work);
    case '-':
    case '*':
    case '/':
    case '%':
      return (scope) => arithmetic(op, left(scope), right(scope));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (scope) => compare(op, left(scope), right(scope));
    case '==':
      return (scope) => equal(left(scope), right(scope), scope.work);
    case '!=':
      return (scope) => !equal(left(scope), right(scope), scope.work);
    case 'in':
      return (scope) => within(left(scope), right(scope), scope.work);
    default:
      throw new ExpressionProblem(`'${op}' is not part of the language.`, node.start);
  }
}

function within(value: Json, container: Json, work: Work): boolean {
  if (container === null) return false;
  if (isList(container)) return work.list(container).some((item) => equal(value, item, work));
  if (isObject(container)) return typeof value === 'string' && field(container, value) !== undefined;
  throw wrongType('in', container);
}

function call(node: Node<'call'>, compiler: Compiler): Evaluate {
  const [name, args] = node.args;
  if (name === 'has') return has(args, node, compiler);
  return apply(functions, name, args, node, compiler);
}

/** Whether a value is there, without a warning when it is not. */
function has(args: readonly ASTNode[], node: ASTNode, compiler: Compiler): Evaluate {
  const [argument] = args;
  if (argument === undefined || args.length !== 1)
    throw new ExpressionProblem('has() takes one value, such as has(vars.name).', node.start);
  const value = compile(argument, compiler);
  return (scope) => {
    const known = scope.work.warnings.length;
    const found = value(scope) !== null;
    scope.work.warnings.length = known;
    return found;
  };
}

function methodCall(node: Node<'rcall'>, compiler: Compiler): Evaluate {
  const [name, receiver, args] = node.args;
  const macro = macros.get(name);
  if (macro !== undefined && !methods.has(name)) return comprehension(macro, node, compiler);
  return apply(methods, name, [receiver, ...args], node, compiler);
}

function apply(
  table: ReadonlyMap<string, ExpressionFunction>,
  name: string,
  args: readonly ASTNode[],
  node: ASTNode,
  compiler: Compiler,
): Evaluate {
  const found = table.get(name);
  const kind = table === methods ? `.${name}()` : `${name}()`;
  if (found === undefined) throw new ExpressionProblem(`There is no function ${kind}.`, node.start);
  const values = args.map((argument) => compile(argument, compiler));
  if (values.length < found.min || values.length > found.max)
    throw new ExpressionProblem(`${kind} has the wrong number of values in its parentheses.`, node.start);
  const last = args.at(-1);
  if (name === 'matches' && last?.op === 'value' && typeof last.args === 'string') {
    const problem = patternProblem(last.args);
    if (problem !== undefined) throw new ExpressionProblem(problem, last.start);
  }
  return (scope) => {
    scope.work.charge(1);
    return found.run(
      values.map((value) => value(scope)),
      scope.work,
    );
  };
}

function comprehension(macro: Macro, node: Node<'rcall'>, compiler: Compiler): Evaluate {
  const [name, receiver, [variable, ...bodies]] = node.args;
  if (compiler.item !== undefined)
    throw new ExpressionProblem(`.${name}() can't be used inside another one over a list.`, node.start);
  if (variable?.op !== 'id' || bodies.length < 1 || bodies.length > (name === 'map' ? 2 : 1))
    throw new ExpressionProblem(`.${name}() is written as list.${name}(item, ...).`, node.start);
  refuseName(variable.args, variable);
  const list = compile(receiver, compiler);
  const within = { ...compiler, item: variable.args };
  const before = compiler.size.nodes;
  const [body, transform] = bodies.map((each) => compile(each, within));
  const cost = compiler.size.nodes - before;
  if (body === undefined) throw new ExpressionProblem(`.${name}() has nothing to do.`, node.start);
  return (scope) => {
    const value = list(scope);
    const items = value === null ? [] : isObject(value) ? Object.keys(value) : value;
    if (!isList(items)) throw wrongType(`.${name}()`, value);
    const of = (run: Evaluate) => (item: Json) => {
      scope.work.charge(cost);
      return run({ ...scope, item });
    };
    return macro(scope.work.list(items), of(body), transform === undefined ? undefined : of(transform));
  };
}
