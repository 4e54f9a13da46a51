import { Graph, layout } from '@dagrejs/dagre';
import type { Flow } from '#runtime/flow/schema';
import { moveAll, onGrid, type Point } from './nodes.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}
export type SizeOf = (id: string) => Size;

/** Arranges nodes from left to right in the order of the calls. With `ids`, only those, around where they are. */
export function tidy(flow: Flow, sizeOf: SizeOf, ids?: ReadonlySet<string>): Flow {
  const nodes = flow.nodes.filter(({ id }) => ids === undefined || ids.has(id));
  if (nodes.length === 0) return flow;
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 40, ranksep: 96, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...sizeOf(id) });
  for (const { from, exit, to } of flow.edges)
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, exit);
  layout(graph);
  const placed = new Map(
    nodes.map(({ id }) => {
      const { x, y, width, height } = graph.node(id) as Point & Size;
      return [id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
  const corner = (points: readonly Point[]): Point => ({
    x: Math.min(...points.map(({ x }) => x)),
    y: Math.min(...points.map(({ y }) => y)),
  });
  const before = corner(nodes.map(({ position }) => position));
  const after = corner([...placed.values()]);
  const moved = [...placed].map(([id, { x, y }]): [string, Point] => [
    id,
    onGrid({ x: x - after.x + before.x, y: y - after.y + before.y }),
  ]);
  return moveAll(flow, new Map(moved));
}

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** Lines the chosen nodes up at one side. */
export function align(flow: Flow, ids: ReadonlySet<string>, side: Side, sizeOf: SizeOf): Flow {
  const boxes = flow.nodes
    .filter(({ id }) => ids.has(id))
    .map(({ id, position }) => ({ id, ...position, ...sizeOf(id) }));
  if (boxes.length < 2) return flow;
  const edge = {
    left: Math.min(...boxes.map(({ x }) => x)),
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    top: Math.min(...boxes.map(({ y }) => y)),
    bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
  }[side];
  const placed = boxes.map(({ id, x, y, width, height }): [string, Point] => {
    if (side === 'left') return [id, { x: edge, y }];
    if (side === 'right') return [id, { x: edge - width, y }];
    return [id, { x, y: side === 'top' ? edge : edge - height }];
  });
  return moveAll(flow, new Map(placed));
}
