import * as z from 'zod';
import type { CatalogueEntry } from './catalogue.ts';
import { isObject } from './expression-values.ts';
import type { Json, JsonObject } from './json.ts';
import { type SchemaProblem, schemaProblems } from './zod-problem.ts';

export interface CheckedSettings {
  /** With the defaults filled in; as they were given if there is a problem. */
  readonly settings: JsonObject;
  /** Paths begin inside the settings. */
  readonly problems: readonly SchemaProblem[];
}

const schemas = new WeakMap<JsonObject, z.ZodType>();

function schemaOf(entry: CatalogueEntry): z.ZodType {
  const known = schemas.get(entry.settings);
  if (known !== undefined) return known;
  const schema = z.fromJSONSchema(entry.settings as Parameters<typeof z.fromJSONSchema>[0]);
  schemas.set(entry.settings, schema);
  return schema;
}

/** Checks a node's settings by nothing but the catalogue's JSON Schema, so that plugins and the editor can. Never throws. */
export function checkSettings(entry: CatalogueEntry, settings: JsonObject): CheckedSettings {
  const checked = schemaOf(entry).safeParse(settings);
  if (checked.success) return { settings: checked.data as JsonObject, problems: [] };
  const problems = schemaProblems(checked.error, settings).map((problem) => inWordsOf(entry.settings, problem));
  return { settings, problems };
}

/** Calls a setting what its form calls it: 'Prompt', not 'prompt'. */
function inWordsOf(schema: JsonObject, { path, message, fix }: SchemaProblem): SchemaProblem {
  const title = titleAt(schema, path);
  const name = `'${String(path.at(-1))}'`;
  if (title === undefined) return { path, message, fix };
  return { path, message: message.replace(name, `'${title}'`), fix: fix.replaceAll(name, `'${title}'`) };
}

function titleAt(schema: JsonObject, path: readonly PropertyKey[]): string | undefined {
  let at: Json | undefined = schema;
  for (const key of path) {
    if (!isObject(at)) return undefined;
    if (typeof key === 'number') at = at.items;
    else at = isObject(at.properties) && Object.hasOwn(at.properties, key) ? at.properties[String(key)] : undefined;
  }
  return isObject(at) && typeof at.title === 'string' ? at.title : undefined;
}
