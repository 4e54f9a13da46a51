import { truth } from './expression-values.ts';
import type { Json } from './json.ts';

/** What `list.name(item, body)` does with a list. */
export type Macro = (items: readonly Json[], body: (item: Json) => Json, transform?: (item: Json) => Json) => Json;

export const macros: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['all', (items, body) => items.every((item) => truth(body(item), 'all()'))],
  ['exists', (items, body) => items.some((item) => truth(body(item), 'exists()'))],
  ['exists_one', (items, body) => items.filter((item) => truth(body(item), 'exists_one()')).length === 1],
  ['filter', (items, body) => items.filter((item) => truth(body(item), 'filter()'))],
  [
    'map',
    (items, body, transform) =>
      transform === undefined ? items.map(body) : items.filter((item) => truth(body(item), 'map()')).map(transform),
  ],
]);
