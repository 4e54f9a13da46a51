import { isList, isObject } from './expression-values.ts';
import type { Json, JsonObject } from './json.ts';

/** A value in a node's settings, with what the step's schema says of its use. */
export interface SettingsField {
  readonly path: readonly PropertyKey[];
  readonly value: Json;
  /** `text`, `expression`, `prompt`, `variable`, ... */
  readonly ui: string | undefined;
  /** Names that an expression here may read beside the usual ones. */
  readonly roots: readonly string[];
}

const MAX_DEPTH = 64;

/** Every value inside the settings, from the outside in, by the catalogue's JSON Schema. */
export function settingsFields(schema: JsonObject, settings: JsonObject): readonly SettingsField[] {
  const fields: SettingsField[] = [];
  walk(schema, settings, [], schema, fields);
  return fields;
}

const none: readonly string[] = [];

function walk(
  schema: JsonObject,
  value: Json,
  path: readonly PropertyKey[],
  root: JsonObject,
  fields: SettingsField[],
): void {
  if (path.length > MAX_DEPTH) return;
  const found = narrow(schema, value, root);
  const roots = isList(found.roots) ? found.roots.filter((name) => typeof name === 'string') : none;
  fields.push({ path, value, ui: typeof found.ui === 'string' ? found.ui : undefined, roots });
  if (isList(value)) {
    for (const [index, item] of value.entries()) walk(objectOr(found.items), item, [...path, index], root, fields);
  } else if (isObject(value)) {
    const properties = objectOr(found.properties);
    for (const [key, inner] of Object.entries(value)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : found.additionalProperties;
      walk(objectOr(property), inner, [...path, key], root, fields);
    }
  }
}

const noSchema: JsonObject = {};
const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : noSchema);

/** Follows references, and picks the branch of a union that the value looks like; hints of the outer schema stay. */
function narrow(schema: JsonObject, value: Json, root: JsonObject): JsonObject {
  let found = schema;
  for (let hops = 0; hops < 10; hops++) {
    if (found.$ref === undefined && found.anyOf === undefined && found.oneOf === undefined) return found;
    const { $ref, anyOf, oneOf, ...rest } = found;
    const branches = isList(anyOf) ? anyOf : isList(oneOf) ? oneOf : undefined;
    if (typeof $ref === 'string') found = { ...referenced($ref, root), ...rest };
    else if (branches === undefined) return found;
    else found = { ...(branches.filter(isObject).find((branch) => looksLike(branch, value, root)) ?? {}), ...rest };
  }
  return found;
}

function referenced(reference: string, root: JsonObject): JsonObject {
  const name = reference.replace('#/$defs/', '');
  const definitions = objectOr(root.$defs);
  return Object.hasOwn(definitions, name) ? objectOr(definitions[name]) : {};
}

function looksLike(schema: JsonObject, value: Json, root: JsonObject, hops = 0): boolean {
  const branch = typeof schema.$ref === 'string' ? referenced(schema.$ref, root) : schema;
  const branches = isList(branch.anyOf) ? branch.anyOf : isList(branch.oneOf) ? branch.oneOf : undefined;
  if (branches !== undefined)
    return hops < 10 && branches.some((each) => isObject(each) && looksLike(each, value, root, hops + 1));
  if (isObject(value)) {
    if (branch.type !== 'object') return false;
    const properties = objectOr(branch.properties);
    const required = isList(branch.required) ? branch.required : [];
    const constants = Object.entries(properties).every(
      ([key, property]) => !isObject(property) || property.const === undefined || property.const === value[key],
    );
    return constants && required.every((key) => typeof key === 'string' && Object.hasOwn(value, key));
  }
  if (isList(value)) return branch.type === 'array';
  if (typeof value === 'number') return branch.type === 'number' || branch.type === 'integer';
  return value === null ? branch.type === 'null' : branch.type === typeof value;
}
