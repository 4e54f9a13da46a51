import { isDeepStrictEqual } from 'node:util';
import type { Flow } from '#runtime/flow/schema';

/** What differs between two states of a flow, by node id; `other` names the parts that are no nodes. */
export interface FlowChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly other: readonly string[];
}

export function flowChanges(before: Flow, after: Flow): FlowChanges {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const parts = new Set([...Object.keys(before), ...Object.keys(after)]);
  parts.delete('nodes');
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    changed: [...now].filter(([id, node]) => old.has(id) && !isDeepStrictEqual(old.get(id), node)).map(([id]) => id),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    other: [...parts].filter((part) => !isDeepStrictEqual(before[part as keyof Flow], after[part as keyof Flow])),
  };
}
