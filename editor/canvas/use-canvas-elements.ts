import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useState } from 'react';
import { useEditor, useEditorStore } from '../state/editor-context.tsx';
import { moveAll, onGrid, type Point } from '../state/edits/nodes.ts';
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

  /** Takes sizes of notes and frames into the draft, after their corner was let go. */
  const keepSizes = useCallback(
    (before: AnyCanvasNode[]): AnyCanvasNode[] => {
      const sizes = new Map(before.map(({ id, width, height, position }) => [id, { width, height, position }]));
      const resize = <T extends { readonly id: string }>(things: readonly T[]): T[] =>
        things.map((thing) => {
          const now = sizes.get(thing.id);
          if (now?.width === undefined || now.height === undefined) return thing;
          return { ...thing, position: onGrid(now.position), size: { width: now.width, height: now.height } };
        });
      queueMicrotask(() =>
        store.getState().edit((draft) => ({ ...draft, notes: resize(draft.notes), frames: resize(draft.frames) })),
      );
      return before;
    },
    [store],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<AnyCanvasNode>[]) => {
      choose(changes, 'nodes');
      const shown = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (shown.length > 0) setNodes((before) => applyNodeChanges(shown, before));
      const resized = changes.filter((change) => change.type === 'dimensions' && change.resizing === false);
      if (resized.length > 0) setNodes((before) => keepSizes(before));
    },
    [choose, keepSizes],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<ExitCanvasEdge>[]) => {
      choose(changes, 'edges');
      const shown = changes.filter(({ type }) => type !== 'select' && type !== 'remove');
      if (shown.length > 0) setEdges((before) => applyEdgeChanges(shown, before));
    },
    [choose],
  );

  const onMoved = useCallback(
    (_event: unknown, _node: unknown, moved: readonly AnyCanvasNode[]) => {
      const positions = new Map(moved.map(({ id, position }): [string, Point] => [id, onGrid(position)]));
      // A frame takes along what lies in it.
      store.getState().edit((draft) => moveAll(draft, positions));
      setNodes((before) =>
        before.map((node) =>
          positions.has(node.id) ? { ...node, position: positions.get(node.id) ?? node.position } : node,
        ),
      );
    },
    [store],
  );

  return { nodes, edges, onNodesChange, onEdgesChange, onMoved };
}
