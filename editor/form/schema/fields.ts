import { parseExpression } from '#runtime/flow/expression';
import type { Json, JsonObject } from '#runtime/flow/json';
import { branchesOf, isList, isObject, resolve } from './resolve.ts';

/** How a setting is shown: the form has one widget for each. */
export type FieldKind =
  | 'choice'
  | 'connection'
  | 'country'
  | 'destination'
  | 'duration'
  | 'expression'
  | 'flow'
  | 'group'
  | 'hidden'
  | 'hours'
  | 'json'
  | 'key'
  | 'language'
  | 'line'
  | 'list'
  | 'live'
  | 'map'
  | 'node'
  | 'number'
  | 'person'
  | 'phone'
  | 'prompt'
  | 'secret'
  | 'switch'
  | 'text'
  | 'union'
  | 'variable'
  | 'voice';

/** A setting as the form shows it, made from its JSON Schema and hints alone. */
export interface Field {
  readonly name: string;
  /** Without references. */
  readonly schema: JsonObject;
  readonly kind: FieldKind;
  readonly title: string;
  readonly help: string;
  readonly isRequired: boolean;
  /** Folded away under "More settings". */
  readonly isMore: boolean;
  readonly default: Json | undefined;
}

const KINDS: ReadonlySet<string> = new Set<FieldKind>([
  'choice',
  'connection',
  'country',
  'destination',
  'duration',
  'expression',
  'flow',
  'group',
  'hours',
  'key',
  'language',
  'line',
  'list',
  'live',
  'map',
  'node',
  'number',
  'person',
  'phone',
  'prompt',
  'secret',
  'switch',
  'text',
  'variable',
  'voice',
]);
/** Other names of hints. */
const SYNONYMS: Readonly<Record<string, FieldKind>> = { id: 'hidden', sounds: 'list', 'live-choice': 'live' };
/** A step that has one of these is about it, so it is never folded away. */
const ALWAYS_SHOWN: ReadonlySet<FieldKind> = new Set(['hours', 'connection', 'flow', 'phone', 'destination']);

/** The fields of an object's schema: what must be set first, each group in the order of the schema. */
export function fieldsOf(schema: JsonObject, root: JsonObject): readonly Field[] {
  const shown = fieldsInOrder(schema, root);
  const main = shown.filter(({ isMore }) => !isMore);
  // A form of nothing but a closed drawer would hide what the step is about.
  if (main.length === 0) return shown.map((field) => ({ ...field, isMore: false }));
  return [
    ...main.filter(({ isRequired }) => isRequired),
    ...main.filter(({ isRequired }) => !isRequired),
    ...shown.filter(({ isMore }) => isMore),
  ];
}

/** The fields of an object's schema as they stand in it. */
export function fieldsInOrder(schema: JsonObject, root: JsonObject): readonly Field[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(isList(schema.required) ? schema.required : []);
  const fields = Object.entries(properties).flatMap(([name, property]): Field[] => {
    if (!isObject(property)) return [];
    const isRequired = required.has(name) && property.default === undefined;
    return [fieldOf(name, property, root, isRequired)];
  });
  return fields.filter(({ kind }) => kind !== 'hidden');
}

export function fieldOf(name: string, property: JsonObject, root: JsonObject, isRequired: boolean): Field {
  const schema = resolve(property, root);
  const kind = kindOf(schema);
  return {
    name,
    schema,
    kind,
    title: typeof schema.title === 'string' ? schema.title : inWords(name),
    help: typeof schema.description === 'string' ? schema.description : '',
    isRequired,
    isMore: typeof schema.more === 'boolean' ? schema.more : !isRequired && !ALWAYS_SHOWN.has(kind),
    default: schema.default,
  };
}

export function kindOf(schema: JsonObject): FieldKind {
  if (schema.const !== undefined) return 'hidden';
  const { ui } = schema;
  if (typeof ui === 'string') {
    const synonym = SYNONYMS[ui];
    if (synonym !== undefined) return synonym;
    if (KINDS.has(ui)) return ui as FieldKind;
  }
  if (isList(schema.enum)) return 'choice';
  if (branchesOf(schema).length > 0) return 'union';
  switch (schema.type) {
    case 'string':
      return 'line';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      return 'list';
    case 'object':
      return isObject(schema.properties) || !isObject(schema.additionalProperties) ? 'group' : 'map';
    default:
      return 'json';
  }
}

/** `firstKeyMs` as "First key". */
export function inWords(name: string): string {
  const words = name
    .replace(/Ms$/, '')
    .split(/(?=[A-Z])|[_-]/)
    .map((word) => word.toLowerCase())
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whether a setting matters with the others as they are, by its hint `when`: a condition over `settings`. */
export function isShown(field: Field, settings: JsonObject): boolean {
  if (typeof field.schema.when !== 'string') return true;
  const parsed = parseExpression(field.schema.when);
  if (!parsed.ok) return true;
  try {
    return parsed.program.evaluate({ settings }).value !== false;
  } catch {
    return true;
  }
}

/** The settings with their defaults, for conditions over them. */
export function withDefaults(schema: JsonObject, value: JsonObject, root: JsonObject): JsonObject {
  const defaults = fieldsOf(schema, root).flatMap((field): [string, Json][] =>
    field.default === undefined ? [] : [[field.name, field.default]],
  );
  return { ...Object.fromEntries(defaults), ...value };
}

/** What a new value of this schema begins as. */
export function firstValue(schema: JsonObject, root: JsonObject): Json {
  const found = resolve(schema, root);
  if (found.default !== undefined) return found.default;
  if (found.const !== undefined) return found.const;
  if (isList(found.enum)) return found.enum[0] ?? null;
  if (kindOf(found) === 'prompt') return { say: '' };
  const branches = branchesOf(found);
  // Where words may be said, that is what most people mean, wherever the union has them.
  const branch = branches.find((each) => kindOf(resolve(each, root)) === 'prompt') ?? branches[0];
  if (branch !== undefined) return firstValue(branch, root);
  switch (found.type) {
    case 'string':
      return '';
    case 'number':
    case 'integer':
      return typeof found.minimum === 'number' ? found.minimum : 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object': {
      const required = isList(found.required) ? found.required : [];
      const properties = isObject(found.properties) ? found.properties : {};
      const entries = Object.entries(properties).flatMap(([name, property]): [string, Json][] =>
        required.includes(name) && isObject(property) ? [[name, firstValue(property, root)]] : [],
      );
      return Object.fromEntries(entries);
    }
    default:
      return null;
  }
}
