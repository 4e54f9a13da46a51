import type { Json, JsonObject } from '#runtime/flow/json';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const HOPS = 10;

/** A schema without its references, and without the branch that says it may be null. Hints of the outside win. */
export function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  let found = schema;
  for (let hop = 0; hop < HOPS; hop++) {
    const { $ref, allOf, ...rest } = found;
    if (typeof $ref === 'string') found = { ...referenced($ref, root), ...rest };
    else if (isList(allOf) && allOf.length === 1 && isObject(allOf[0])) found = { ...allOf[0], ...rest };
    else {
      const branches = branchesOf(found).filter(({ type }) => type !== 'null');
      const { anyOf, oneOf, ...own } = found;
      const all = anyOf ?? oneOf;
      if (!isList(all) || branches.length === all.length) return found;
      found = branches.length === 1 ? { ...branches[0], ...own } : { ...own, anyOf: branches };
    }
  }
  return found;
}

/** What a value may be instead of one thing; empty for a schema that is no union. */
export function branchesOf(schema: JsonObject): readonly JsonObject[] {
  const branches = schema.anyOf ?? schema.oneOf;
  return isList(branches) ? branches.filter(isObject) : [];
}

function referenced(reference: string, root: JsonObject): JsonObject {
  const name = reference.replace(/^#\/(\$defs|definitions)\//, '');
  const definitions = isObject(root.$defs) ? root.$defs : root.definitions;
  const found = isObject(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  return isObject(found) ? found : {};
}
