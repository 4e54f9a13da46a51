import type { Flow } from '#runtime/flow/schema';

export interface DrawnNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly isEntry: boolean;
  readonly isEnd: boolean;
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  /** SVG paths. */
  readonly edges: readonly { readonly key: string; readonly d: string }[];
  readonly width: number;
  readonly height: number;
}

export const NODE = { width: 20, height: 11 } as const;
const STEP = { x: 34, y: 19 } as const;

/** How many steps each node is from where the flow begins. */
function columnsOf({ nodes, edges }: Pick<Flow, 'nodes' | 'edges'>): Map<string, number> {
  const hasWayIn = new Set(edges.map((edge) => edge.to));
  const columns = new Map<string, number>();
  let front = nodes.filter((node) => !hasWayIn.has(node.id)).map((node) => node.id);
  if (front.length === 0 && nodes[0] !== undefined) front = [nodes[0].id];
  for (let column = 0; front.length > 0; column += 1) {
    for (const id of front) columns.set(id, column);
    const next = edges.filter((edge) => front.includes(edge.from) && !columns.has(edge.to)).map((edge) => edge.to);
    front = [...new Set(next)];
  }
  return columns;
}

/** A small picture of a flow, from left to right: enough to tell one template from another. */
export function drawingOf(flow: Pick<Flow, 'nodes' | 'edges'>): Drawing {
  const columns = columnsOf(flow);
  const byColumn = new Map<number, string[]>();
  for (const [id, column] of columns) byColumn.set(column, [...(byColumn.get(column) ?? []), id]);
  const rows = Math.max(1, ...[...byColumn.values()].map((column) => column.length));
  const leaves = new Set(flow.edges.map((edge) => edge.from));
  const enters = new Set(flow.edges.map((edge) => edge.to));
  const nodes = [...byColumn].flatMap(([column, inIt]) =>
    inIt.map((id, row) => ({
      id,
      x: column * STEP.x,
      y: (row + (rows - inIt.length) / 2) * STEP.y,
      isEntry: !enters.has(id),
      isEnd: !leaves.has(id),
    })),
  );
  const places = new Map(nodes.map((node) => [node.id, node]));
  const edges = flow.edges.flatMap(({ from, exit, to }) => {
    const [a, b] = [places.get(from), places.get(to)];
    // A way back would cross the whole picture.
    if (a === undefined || b === undefined || b.x <= a.x) return [];
    const [x1, y1, x2, y2] = [a.x + NODE.width, a.y + NODE.height / 2, b.x, b.y + NODE.height / 2];
    const bend = (x1 + x2) / 2;
    return [{ key: `${from} ${exit}`, d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}` }];
  });
  return {
    nodes,
    edges,
    width: (byColumn.size - 1) * STEP.x + NODE.width,
    height: (rows - 1) * STEP.y + NODE.height,
  };
}
