import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { ReplayState } from './replay-state.ts';

/** How near the view comes to the node a call is in; one that a person chose nearer stays. */
const NEAR = 0.75;
const MOVE_MS = 350;
const EDGE_PX = 40;

/** Keeps the node that the call is in in view, and shows the whole way of one that is over. */
export function FollowCall({ state }: { readonly state: ReplayState }) {
  const view = useReactFlow();
  const store = useStoreApi();
  const isFirst = useRef(true);
  const { active, visited } = state;
  // A node can be found on the canvas once it was measured.
  const awaited = active ?? [...visited][0] ?? '';
  const isReady = useStore(({ nodeLookup }) => nodeLookup.get(awaited)?.measured.width !== undefined);
  useEffect(() => {
    if (!isReady) return;
    const duration = isFirst.current ? 0 : MOVE_MS;
    isFirst.current = false;
    if (active === undefined) {
      const nodes = [...visited].map((id) => ({ id }));
      if (nodes.length > 0) void view.fitView({ nodes, duration, padding: 0.15, maxZoom: 1 });
      return;
    }
    const node = view.getInternalNode(active);
    if (node === undefined) return;
    const { x, y } = node.internals.positionAbsolute;
    const { width = 0, height = 0 } = node.measured;
    const { width: paneWidth, height: paneHeight } = store.getState();
    const { zoom } = view.getViewport();
    const corner = view.flowToScreenPosition({ x, y });
    const origin = store.getState().domNode?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const [left, top] = [corner.x - origin.left, corner.y - origin.top];
    const isSeen =
      zoom >= NEAR &&
      left >= EDGE_PX &&
      top >= EDGE_PX &&
      left + width * zoom <= paneWidth - EDGE_PX &&
      top + height * zoom <= paneHeight - EDGE_PX;
    if (!isSeen) void view.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(zoom, NEAR), duration });
  }, [isReady, active, visited, view, store]);
  return null;
}
