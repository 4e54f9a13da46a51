import * as z from 'zod';
import type { CatalogueEntry } from './catalogue.ts';
import type { JsonObject } from './json.ts';
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
  return { settings, problems: schemaProblems(checked.error, settings) };
}
