import type { Catalogue } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Edge, Flow } from '#runtime/flow/schema';

/** Names an edge: an exit has one at most. */
export const edgeId = ({ from, exit }: Pick<Edge, 'from' | 'exit'>): string => `${from}|${exit}`;

/** Leads an exit to a node; where it led before it leads no more. */
export function connect(flow: Flow, edge: Edge): Flow {
  const others = flow.edges.filter((each) => edgeId(each) !== edgeId(edge));
  return { ...flow, edges: [...others, edge] };
}

export function disconnect(flow: Flow, ids: ReadonlySet<string>): Flow {
  const edges = flow.edges.filter((edge) => !ids.has(edgeId(edge)));
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}

/**
 * Puts a node into an edge: what led to the old target leads to the node, and the node's first free exit on to it.
 * Nothing changes for what no edge may lead to: a note, a frame, a node where a call begins.
 */
export function splice(flow: Flow, catalogue: Catalogue, id: string, nodeId: string): Flow {
  const edge = flow.edges.find((each) => edgeId(each) === id);
  const isBetween = edge !== undefined && edge.from !== nodeId && edge.to !== nodeId;
  if (!isBetween || !mayLeadTo(flow, catalogue, nodeId)) return flow;
  const onward = firstFreeExit(flow, catalogue, nodeId);
  const led = connect(flow, { ...edge, to: nodeId });
  return onward === undefined ? led : connect(led, { from: nodeId, exit: onward, to: edge.to });
}

/** The exit that a new edge begins at when the person did not choose one. */
export function firstFreeExit(flow: Flow, catalogue: Catalogue, nodeId: string): string | undefined {
  const node = flow.nodes.find(({ id }) => id === nodeId);
  const entry = node && catalogue.get(node.step);
  if (node === undefined || entry === undefined) return undefined;
  const wired = new Set(flow.edges.filter(({ from }) => from === nodeId).map(({ exit }) => exit));
  return exitsOf(entry, node.settings).find(({ exit }) => exit !== 'failed' && !wired.has(exit))?.exit;
}

/** Whether an edge may lead to a node: nothing leads to where a call begins. */
export function mayLeadTo(flow: Flow, catalogue: Catalogue, to: string): boolean {
  const node = flow.nodes.find(({ id }) => id === to);
  return node !== undefined && catalogue.get(node.step)?.traits.entry === undefined;
}
