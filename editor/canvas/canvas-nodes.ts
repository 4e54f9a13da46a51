import type { Edge as CanvasEdge, Node as CanvasNode } from '@xyflow/react';
import type { Edge, Flow, FlowNode, Frame, Note } from '#runtime/flow/schema';
import { edgeId } from '../state/edits/edges.ts';

// The only place that knows both the flow language and React Flow: exits become its source handles.

export type StepCanvasNode = CanvasNode<{ node: FlowNode }, 'step'>;
export type NoteCanvasNode = CanvasNode<{ note: Note }, 'note'>;
export type FrameCanvasNode = CanvasNode<{ frame: Frame }, 'frame'>;
export type AnyCanvasNode = StepCanvasNode | NoteCanvasNode | FrameCanvasNode;
export type ExitCanvasEdge = CanvasEdge<{ edge: Edge }, 'exit'>;

/** Name of the one target handle of a node. */
export const ENTRANCE = 'in';

/** Nodes for React Flow; one that did not change is the same object as before, so that it is not drawn again. */
export function canvasNodes(
  flow: Flow,
  before: readonly AnyCanvasNode[],
  selected: ReadonlySet<string>,
): AnyCanvasNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const keep = <N extends AnyCanvasNode>(id: string, isSame: (node: AnyCanvasNode) => boolean, fresh: N): N => {
    const known = old.get(id);
    const isSelected = selected.has(id);
    if (known === undefined) return { ...fresh, selected: isSelected };
    if (isSame(known) && known.selected === isSelected) return known as N;
    const { position } = known.dragging === true ? known : fresh;
    return { ...known, ...fresh, position, selected: isSelected } as N;
  };
  const frames = flow.frames.map((frame) =>
    keep(frame.id, (known) => known.type === 'frame' && known.data.frame === frame, {
      id: frame.id,
      type: 'frame',
      position: frame.position,
      width: frame.size.width,
      height: frame.size.height,
      zIndex: -1,
      data: { frame },
    }),
  );
  const notes = flow.notes.map((note) =>
    keep(note.id, (known) => known.type === 'note' && known.data.note === note, {
      id: note.id,
      type: 'note',
      position: note.position,
      ...(note.size ?? { width: 200, height: 120 }),
      data: { note },
    }),
  );
  const steps = flow.nodes.map((node) =>
    keep(node.id, (known) => known.type === 'step' && known.data.node === node, {
      id: node.id,
      type: 'step',
      position: node.position,
      data: { node },
    }),
  );
  return [...frames, ...notes, ...steps];
}

export function canvasEdges(
  flow: Flow,
  before: readonly ExitCanvasEdge[],
  selected: ReadonlySet<string>,
): ExitCanvasEdge[] {
  const old = new Map(before.map((edge) => [edge.id, edge]));
  return flow.edges.map((edge) => {
    const id = edgeId(edge);
    const known = old.get(id);
    if (known?.data?.edge === edge && known.selected === selected.has(id)) return known;
    return {
      id,
      type: 'exit',
      source: edge.from,
      sourceHandle: edge.exit,
      target: edge.to,
      targetHandle: ENTRANCE,
      selected: selected.has(id),
      data: { edge },
    };
  });
}
