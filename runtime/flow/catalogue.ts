import * as z from 'zod';
import type { Json, JsonObject } from './json.ts';
import type { SettingsCheck, Step, Traits } from './step.ts';

export interface CatalogueExit {
  readonly name: string;
  readonly each?: string;
  readonly label?: string;
  readonly optional: boolean;
  readonly description?: string;
  /** JSON Schema of the exit's data. */
  readonly data?: JsonObject;
}

/** A step for everybody outside its own process: validator, compiler, editor, path checker. Plain JSON. */
export interface CatalogueEntry {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly group: string;
  readonly icon: string;
  readonly summary: string;
  readonly docs: string;
  readonly line: string;
  /** JSON Schema (draft 2020-12) of the settings, with `ui` hints. */
  readonly settings: JsonObject;
  readonly checks: readonly SettingsCheck[];
  readonly exits: readonly CatalogueExit[];
  readonly traits: Traits;
}

export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

export function catalogueEntry(step: Step): CatalogueEntry {
  return {
    type: step.type,
    version: step.version,
    title: step.title,
    group: step.group,
    icon: step.icon,
    summary: step.summary,
    docs: step.docs ?? '',
    line: step.line ?? '',
    settings: z.toJSONSchema(step.settings, { io: 'input' }) as JsonObject,
    checks: step.checks ?? [],
    exits: Object.entries(step.exits).map(([name, spec]) => ({
      name,
      ...(spec.each === undefined ? {} : { each: spec.each }),
      ...(spec.label === undefined ? {} : { label: spec.label }),
      ...(spec.description === undefined ? {} : { description: spec.description }),
      ...(spec.data === undefined ? {} : { data: z.toJSONSchema(spec.data) as JsonObject }),
      optional: spec.optional ?? false,
    })),
    traits: step.traits,
  };
}

export function catalogueOf(steps: Iterable<Step>): Catalogue {
  const entries = new Map<string, CatalogueEntry>();
  for (const step of steps) {
    if (entries.has(step.type)) throw new Error(`Two steps are called '${step.type}'.`);
    entries.set(step.type, catalogueEntry(step));
  }
  return entries;
}

/** An exit of one node, computed from its step and its settings. */
export interface NodeExit {
  /** As in an edge: `next`, `options:o7f3`, `failed`. */
  readonly exit: string;
  readonly label: string;
  readonly required: boolean;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All exits of a node, in the order they are drawn; `failed` last. A step that ends the flow has none. */
export function exitsOf(entry: CatalogueEntry, settings: JsonObject): readonly NodeExit[] {
  if (entry.traits.ends) return [];
  const exits = entry.exits.flatMap((spec): NodeExit[] => {
    if (spec.each === undefined) return [{ exit: spec.name, label: spec.label ?? spec.name, required: !spec.optional }];
    const items = settings[spec.each];
    if (!Array.isArray(items)) return [];
    return items.filter(isObject).flatMap((item) => {
      const id = item.id;
      if (typeof id !== 'string') return [];
      const label = spec.label === undefined ? undefined : item[spec.label];
      return [
        {
          exit: `${spec.name}:${id}`,
          label: typeof label === 'string' && label !== '' ? label : id,
          required: !spec.optional,
        },
      ];
    });
  });
  return [...exits, { exit: 'failed', label: 'failed', required: false }];
}
