import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useState } from 'react';
import type { Flow } from '#runtime/flow/schema';
import { useEditor, useEditorStore } from '../state/editor-context.tsx';
import { moveAll, onGrid, type Point, withContents } from '../state/edits/nodes.ts';
import { type AnyCanvasNode, canvasEdges, canvasNodes, type ExitCanvasEdge } from './canvas-nodes.ts';

/**
 * What React Flow draws, derived from the draft. Dragging moves only what is drawn; the draft changes once, when the
 * node is let go: one gesture, one step to undo.
 */
export function useCanvasElements() {
  const store = useEditorStore();
  const flow = useEditor((state) => state.flow);
  const selected = useEditor((state) => state.selected);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const [nodes, setNodes] = useState<AnyCanvasNode[]>(() => canvasNodes(flow, [], selected));
  const [edges, setEdges] = useState<ExitCanvasEdge[]>(() => canvasEdges(flow, [], selectedEdges));

  useEffect(() => setNodes((before) => canvasNodes(flow, before, selected)), [flow, selected]);
  useEffect(() => setEdges((before) => canvasEdges(flow, before, selectedEdges)), [flow, selectedEdges]);

  const choose = useCallback(
    (changes: readonly (NodeChange | EdgeChange)[], kind: 'nodes' | 'edges') => {
      const picks = changes.filter((change) => change.type === 'select');
      if (picks.length === 0) return;
      const state = store.getState();
      const chosen = new Set(kind === 'nodes' ? state.selected : state.selectedEdges);
      for (const { id, selected: isOn } of picks) isOn ? chosen.add(id) : chosen.delete(id);
      if (kind === 'nodes') state.select(chosen, state.selectedEdges);
      else state.select(state.selected, chosen);
    },
    [store],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<AnyCanvasNode>[]) => {
      choose(changes, 'nodes');
      const shown = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (shown.length > 0) setNodes((before) => applyNodeChanges([...shown, ...takenAlong(before, shown)], before));
    },
    [choose],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<ExitCanvasEdge>[]) => {
      choose(changes, 'edges');
      const shown = changes.filter(({ type }) => type !== 'select' && type !== 'remove');
      if (shown.length > 0) setEdges((before) => applyEdgeChanges(shown, before));
    },
    [choose],
  );

  /** After a drag: the draft takes what was moved, what lies in a frame that was, and what else the drag meant. */
  const onMoved = useCallback(
    (moved: readonly AnyCanvasNode[], andThen: (flow: Flow) => Flow = (flow) => flow) => {
      const positions = new Map(moved.map(({ id, position }): [string, Point] => [id, onGrid(position)]));
      store.getState().edit((draft) => andThen(moveAll(draft, withContents(draft, positions))));
    },
    [store],
  );

  return { nodes, edges, onNodesChange, onEdgesChange, onMoved };
}

/** What lies in a frame that is dragged moves with it. */
function takenAlong(
  nodes: readonly AnyCanvasNode[],
  changes: readonly NodeChange<AnyCanvasNode>[],
): NodeChange<AnyCanvasNode>[] {
  const moving = new Set(changes.flatMap((change) => (change.type === 'position' ? [change.id] : [])));
  return changes.flatMap((change) => {
    if (change.type !== 'position' || change.position === undefined) return [];
    const frame = nodes.find(({ id }) => id === change.id);
    if (frame?.type !== 'frame') return [];
    const { x, y } = frame.position;
    const dx = change.position.x - x;
    const dy = change.position.y - y;
    const isInside = ({ position }: AnyCanvasNode) =>
      position.x >= x && position.y >= y && position.x < x + (frame.width ?? 0) && position.y < y + (frame.height ?? 0);
    return nodes
      .filter((node) => !moving.has(node.id) && isInside(node))
      .map((node) => ({
        id: node.id,
        type: 'position' as const,
        position: { x: node.position.x + dx, y: node.position.y + dy },
        dragging: change.dragging ?? false,
      }));
  });
}
