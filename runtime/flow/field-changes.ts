import { isList, isObject } from './expression-values.ts';
import { fieldPath } from './issue.ts';
import type { Json, JsonObject } from './json.ts';

/** One value that differs. Without `before` it was added, without `after` it was removed. */
export interface FieldChange {
  /** As in an issue: `settings.options[0].key`. Counts in `after`; what was removed counts in `before`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** The list holds the same items in another order; `before` and `after` are their ids. */
  readonly reordered?: true;
}

/** Every place in which two values differ, as deep as it can be told. Items of lists are compared by their `id`. */
export function fieldChanges(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly PropertyKey[] = [],
): FieldChange[] {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) return objectChanges(before, after, path);
  if (isList(before) && isList(after)) return listChanges(before, after, path);
  return [
    {
      path: fieldPath(path),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function objectChanges(before: JsonObject, after: JsonObject, path: readonly PropertyKey[]): FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const own = (value: JsonObject, name: string) => (Object.hasOwn(value, name) ? value[name] : undefined);
  return [...names].flatMap((name) => fieldChanges(own(before, name), own(after, name), [...path, name]));
}

function listChanges(before: readonly Json[], after: readonly Json[], path: readonly PropertyKey[]): FieldChange[] {
  const [old, now] = [idsOf(before), idsOf(after)];
  if (old === undefined || now === undefined) {
    const longer = before.length > after.length ? before : after;
    return longer.flatMap((_, index) => fieldChanges(before[index], after[index], [...path, index]));
  }
  const changes = now.flatMap((id, index) => fieldChanges(before[old.indexOf(id)], after[index], [...path, index]));
  for (const [index, id] of old.entries())
    if (!now.includes(id)) changes.push(...fieldChanges(before[index], undefined, [...path, index]));
  const [keptBefore, keptAfter] = [old.filter((id) => now.includes(id)), now.filter((id) => old.includes(id))];
  if (keptBefore.some((id, index) => id !== keptAfter[index]))
    changes.push({ path: fieldPath(path), before: old, after: now, reordered: true });
  return changes;
}

/** The ids of a list whose every item has one of its own. */
function idsOf(list: readonly Json[]): readonly string[] | undefined {
  const ids = list.map((item) => (isObject(item) && typeof item.id === 'string' ? item.id : undefined));
  const known = ids.filter((id) => id !== undefined);
  return known.length === list.length && new Set(known).size === known.length ? known : undefined;
}
