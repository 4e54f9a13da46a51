import type { Json, JsonObject } from '#runtime/flow/json';
import { formWords as words } from '../../words/form.ts';
import { inWords, kindOf } from './fields.ts';
import { branchesOf, isList, isObject, resolve } from './resolve.ts';

/** One of the things a setting may be. */
export interface Variant {
  readonly title: string;
  readonly schema: JsonObject;
}

/** The branches of a union, named for people. */
export function variantsOf(schema: JsonObject, root: JsonObject): readonly Variant[] {
  return branchesOf(schema).map((branch, index) => {
    const found = resolve(branch, root);
    return { schema: found, title: titleOf(found) ?? words.union.other(index + 1) };
  });
}

function titleOf(schema: JsonObject): string | undefined {
  if (typeof schema.title === 'string') return schema.title;
  const kind = kindOf(schema);
  if (kind === 'prompt') return words.union.prompt;
  const [name] = Object.entries(isObject(schema.properties) ? schema.properties : {}).map(([key, property]) =>
    isObject(property) && typeof property.const === 'string' ? property.const : key,
  );
  if (name !== undefined) return inWords(name);
  if (typeof schema.const === 'string') return schema.const;
  return typeof schema.type === 'string' ? words.union.types[schema.type] : undefined;
}

/** Which branch a value is of; the first that it looks like. */
export function variantIndex(variants: readonly Variant[], value: Json | undefined, root: JsonObject): number {
  return value === undefined ? -1 : variants.findIndex(({ schema }) => looksLike(schema, value, root));
}

function looksLike(schema: JsonObject, value: Json, root: JsonObject): boolean {
  const branches = branchesOf(schema);
  if (branches.length > 0) return branches.some((branch) => looksLike(resolve(branch, root), value, root));
  if (schema.const !== undefined) return schema.const === value;
  if (isList(value)) return schema.type === 'array';
  if (isObject(value)) {
    if (schema.type !== 'object') return false;
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = isList(schema.required) ? schema.required : [];
    return (
      required.every((name) => typeof name === 'string' && Object.hasOwn(value, name)) &&
      Object.entries(properties).every(
        ([name, property]) => !isObject(property) || property.const === undefined || property.const === value[name],
      )
    );
  }
  if (typeof value === 'number') return schema.type === 'number' || schema.type === 'integer';
  return value === null ? schema.type === 'null' : schema.type === typeof value;
}
