import { isList, isObject } from './expression-values.ts';
import type { Json } from './json.ts';
import { AssetHash } from './prompt.ts';
import type { Flow } from './schema.ts';

/** Hashes of the recordings that a flow plays, each once: every `{ "asset": "sha256:..." }` in its nodes' settings. */
export function flowAssets(flow: Flow): readonly AssetHash[] {
  const found = new Set<AssetHash>();
  const visit = (value: Json): void => {
    if (isList(value)) for (const item of value) visit(item);
    if (!isObject(value)) return;
    const hash = AssetHash.safeParse(Object.hasOwn(value, 'asset') ? value.asset : undefined);
    if (hash.success) found.add(hash.data);
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const node of flow.nodes) visit(node.settings);
  return [...found];
}
