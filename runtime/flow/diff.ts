import { type FieldChange, fieldChanges } from './field-changes.ts';
import type { Json } from './json.ts';
import type { Edge, Flow, FlowNode, Variable } from './schema.ts';

/** A node that is in both flows and not the same. One that was only dragged elsewhere has no `fields`. */
export interface NodeChange {
  readonly id: string;
  readonly fields: readonly FieldChange[];
  readonly moved: boolean;
}

/** What differs between two states of a flow. The order of nodes, edges and variables means nothing, and is not told. */
export interface FlowDiff {
  readonly nodes: {
    readonly added: readonly FlowNode[];
    readonly removed: readonly FlowNode[];
    readonly changed: readonly NodeChange[];
  };
  /** An edge that leads elsewhere now is removed and added. */
  readonly edges: { readonly added: readonly Edge[]; readonly removed: readonly Edge[] };
  readonly variables: {
    readonly added: readonly Variable[];
    readonly removed: readonly Variable[];
    readonly changed: readonly { readonly name: string; readonly fields: readonly FieldChange[] }[];
  };
  /** Of the flow itself: `name`, `language`, `recording.calls`, `rules[0].settings`. */
  readonly settings: readonly FieldChange[];
  /** What is drawn beside the nodes, and changes no call: `notes[1].text`, `frames[0].title`. */
  readonly drawing: readonly FieldChange[];
}

export function diffFlows(before: Flow, after: Flow): FlowDiff {
  const nodes = pair(before.nodes, after.nodes, (node) => node.id);
  const edges = pair(before.edges, after.edges, ({ from, exit, to }) => JSON.stringify([from, exit, to]));
  const variables = pair(before.variables, after.variables, (variable) => variable.name);
  return {
    nodes: {
      added: nodes.added,
      removed: nodes.removed,
      changed: nodes.kept.map(nodeChange).filter(({ fields, moved }) => moved || fields.length > 0),
    },
    edges: { added: edges.added, removed: edges.removed },
    variables: {
      added: variables.added,
      removed: variables.removed,
      changed: variables.kept
        .map(([old, now]) => ({ name: now.name, fields: changesOf(old, now) }))
        .filter(({ fields }) => fields.length > 0),
    },
    settings: changesOf(settingsOf(before), settingsOf(after)),
    drawing: changesOf(drawingOf(before), drawingOf(after)),
  };
}

/** Whether nothing differs that a call could notice: nodes may have been moved, notes written. */
export function sameForCalls({ nodes, edges, variables, settings }: FlowDiff): boolean {
  const changed = nodes.changed.some(({ fields }) => fields.length > 0);
  const lists = [nodes.added, nodes.removed, edges.added, edges.removed, settings];
  return !changed && [...lists, ...Object.values(variables)].every((list) => list.length === 0);
}

/** Whether two states of a flow are the same, up to the order of their lists. */
export const isEmptyDiff = (diff: FlowDiff): boolean =>
  sameForCalls(diff) && diff.nodes.changed.length === 0 && diff.drawing.length === 0;

function nodeChange([{ position: old, ...before }, { position: now, ...after }]: [FlowNode, FlowNode]): NodeChange {
  return { id: after.id, fields: changesOf(before, after), moved: old.x !== now.x || old.y !== now.y };
}

// What is optional in a flow may be there as undefined, which JSON leaves out: so it counts as missing.
const changesOf = (before: object, after: object): FieldChange[] => fieldChanges(before as Json, after as Json);

function settingsOf({ nodes, edges, variables, notes, frames, ...settings }: Flow): object {
  return settings;
}

const drawingOf = ({ notes, frames }: Flow): object => ({ notes, frames });

interface Pairs<T> {
  readonly added: T[];
  readonly removed: T[];
  readonly kept: [before: T, after: T][];
}

/** Pairs items by key. A draft may hold two of the same key: they are paired in their order. */
function pair<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Pairs<T> {
  const waiting = new Map<string, T[]>();
  for (const item of before) waiting.set(keyOf(item), [...(waiting.get(keyOf(item)) ?? []), item]);
  const added: T[] = [];
  const kept: [T, T][] = [];
  for (const item of after) {
    const old = waiting.get(keyOf(item))?.shift();
    if (old === undefined) added.push(item);
    else kept.push([old, item]);
  }
  return { added, removed: [...waiting.values()].flat(), kept };
}
