import { type ExpressionNode, expressionTree } from '#runtime/flow/expression';
import { placeholders } from '#runtime/flow/template';

/** What is renamed: `vars.<name>` or `steps.<node id>`. */
export interface Renaming {
  readonly root: 'vars' | 'steps';
  readonly from: string;
  readonly to: string;
}

/** Follows a renaming in one expression; all else of it stays as it was written. */
export function renameInExpression(source: string, renaming: Renaming): string {
  const tree = source.includes(renaming.from) ? expressionTree(source) : undefined;
  if (tree === undefined) return source;
  const places: Place[] = [];
  collect(tree, source, renaming, places);
  return places
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: name }) => text.slice(0, start) + name + text.slice(end), source);
}

/** Follows a renaming in the `{{ }}` of a text. */
export function renameInText(text: string, renaming: Renaming): string {
  if (!text.includes('{{')) return text;
  return [...placeholders(text)].reverse().reduce((result, { start, end, expression }) => {
    if (end === undefined) return result;
    return `${result.slice(0, start + 2)}${renameInExpression(expression, renaming)}${result.slice(end - 2)}`;
  }, text);
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function collect(node: ExpressionNode, source: string, renaming: Renaming, places: Place[]): void {
  if (node.op === '.' || node.op === '[]') {
    const [base, key] = node.args;
    if (base.op === 'id' && base.args === renaming.root) {
      if (key === renaming.from) {
        const start = source.lastIndexOf(renaming.from, node.end - renaming.from.length);
        places.push({ start, end: start + renaming.from.length, text: renaming.to });
      } else if (typeof key === 'object' && key.op === 'value' && key.args === renaming.from)
        places.push({ start: key.start, end: key.end, text: `'${renaming.to}'` });
    }
  }
  // In `list.map(vars, vars.a)` the name means the list's item.
  if (node.op === 'rcall' && isItem(node.args[2][0], renaming.root)) collect(node.args[1], source, renaming, places);
  else for (const child of childrenOf(node.args)) collect(child, source, renaming, places);
}

const isItem = (node: ExpressionNode | undefined, name: string): boolean => node?.op === 'id' && node.args === name;

function childrenOf(args: unknown): readonly ExpressionNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ExpressionNode] : [];
}
