import type { Catalogue } from '#runtime/flow/catalogue';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow } from '#runtime/flow/schema';
import { formWords as words } from '../../words/form.ts';
import { isList, isObject, resolve } from '../schema/resolve.ts';

export type ValueType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'date' | 'phone' | 'any';

/** A value that an expression can read. */
export interface ScopeName {
  /** As it is written: `vars.name`, `steps.ask.value`. */
  readonly name: string;
  readonly type: ValueType;
  readonly group: string;
  /** What it is, for people. */
  readonly label: string;
  readonly example: string;
}

/** Every value that a node's texts and conditions can read: variables, answers of earlier steps, the caller, the call. */
export function scopeOf(
  flow: Flow,
  catalogue: Catalogue,
  nodeId?: string,
  roots: readonly string[] = [],
): readonly ScopeName[] {
  const own = roots.map(
    (name): ScopeName => ({ name, type: 'any', group: words.scope.here, label: words.scope.hereValue, example: '' }),
  );
  const variables = flow.variables.map(
    ({ name, type, description = '', default: value }): ScopeName => ({
      name: `vars.${name}`,
      type,
      group: words.scope.variables,
      label: description,
      example: exampleOf(value),
    }),
  );
  return [...own, ...variables, ...answers(flow, catalogue, nodeId), ...FIXED];
}

function answers(flow: Flow, catalogue: Catalogue, nodeId: string | undefined): readonly ScopeName[] {
  const before = nodeId === undefined ? undefined : nodesBefore(flow, nodeId);
  return flow.nodes.flatMap((node) => {
    const entry = catalogue.get(node.step);
    if (entry === undefined || node.id === nodeId || (before !== undefined && before.size > 0 && !before.has(node.id)))
      return [];
    const types = new Map<string, ValueType>();
    for (const { data } of entry.exits)
      for (const [field, schema] of Object.entries(isObject(data?.properties) ? data.properties : {}))
        if (isObject(schema)) types.set(field, typeOf(resolve(schema, data ?? {})));
    return [...types].map(
      ([field, type]): ScopeName => ({
        name: `steps.${node.id}.${field}`,
        type,
        group: words.scope.steps,
        label: node.label ?? entry.title,
        example: '',
      }),
    );
  });
}

/** Nodes that a call may have been in before it comes to this one. */
function nodesBefore(flow: Flow, nodeId: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [nodeId];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { from, to } of flow.edges)
      if (to === id && !found.has(from)) {
        found.add(from);
        open.push(from);
      }
  return found;
}

function typeOf(schema: JsonObject): ValueType {
  if (isList(schema.enum)) return 'text';
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return 'list';
    case 'object':
      return 'object';
    default:
      return 'any';
  }
}

const exampleOf = (value: Json | undefined): string =>
  value === undefined || value === null || value === ''
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

const fixed = (name: string, type: ValueType, label: string, example = ''): ScopeName => ({
  name,
  type,
  group: name.startsWith('caller.') ? words.scope.caller : words.scope.call,
  label,
  example,
});

const FIXED: readonly ScopeName[] = [
  fixed('caller.number', 'phone', words.scope.callerNumber, '+12025550123'),
  fixed('caller.name', 'text', words.scope.callerName),
  fixed('call.called', 'text', words.scope.called),
  fixed('call.language', 'text', words.scope.language, 'en'),
  fixed('call.direction', 'text', words.scope.direction, 'inbound'),
  fixed('call.answered', 'boolean', words.scope.answered),
];
