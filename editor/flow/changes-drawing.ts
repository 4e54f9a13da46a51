import type { FlowDiff } from '#runtime/flow/diff';
import type { Flow } from '#runtime/flow/schema';
import type { Marks } from '../canvas/marks.ts';

/** Both states of a flow in one drawing: what is gone is still there, marked. */
export function changesDrawing(after: Flow, diff: FlowDiff): { readonly flow: Flow; readonly marks: Marks } {
  const flow = {
    ...after,
    nodes: [...after.nodes, ...diff.nodes.removed],
    edges: [
      ...after.edges,
      ...diff.edges.removed.filter(
        ({ from, exit }) => !after.edges.some((edge) => edge.from === from && edge.exit === exit),
      ),
    ],
  };
  const changes = new Map<string, 'added' | 'removed' | 'changed' | 'moved'>();
  for (const { id, fields } of diff.nodes.changed) if (fields.length > 0) changes.set(id, 'changed');
  for (const { id } of diff.nodes.added) changes.set(id, 'added');
  for (const { id } of diff.nodes.removed) changes.set(id, 'removed');
  return { flow, marks: { changes } };
}
