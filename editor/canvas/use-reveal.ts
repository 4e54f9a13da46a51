import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { useEditor } from '../state/editor-context.tsx';

const MARGIN = 24;
/** Until a new node is measured, and an opening panel has taken its part of the screen. */
const SETTLE_MS = 80;

/** Keeps in sight the node that a test call is in, or the one chosen node: added, found in a list, hidden by a panel. */
export function useReveal(box: RefObject<HTMLElement | null>): void {
  const canvas = useReactFlow();
  const only = useEditor(({ selected, marks }) => marks.active ?? (selected.size === 1 ? [...selected][0] : undefined));
  const panel = useEditor((state) => state.panel);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an opening panel hides what was in sight
  useEffect(() => {
    if (only === undefined) return;
    const timer = setTimeout(() => {
      const node = document.querySelector(`.react-flow__node[data-id="${CSS.escape(only)}"]`)?.getBoundingClientRect();
      const view = box.current?.getBoundingClientRect();
      if (node === undefined || view === undefined) return;
      const right = Math.min(0, view.right - MARGIN - node.right) || Math.max(0, view.left + MARGIN - node.left);
      const down = Math.min(0, view.bottom - MARGIN - node.bottom) || Math.max(0, view.top + MARGIN - node.top);
      if (right === 0 && down === 0) return;
      const { x, y, zoom } = canvas.getViewport();
      void canvas.setViewport({ x: x + right, y: y + down, zoom }, { duration: 180 });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [only, panel, canvas, box]);
}
