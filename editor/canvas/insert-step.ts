import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import type { Flow } from '#runtime/flow/schema';
import { connect, firstFreeExit, mayLeadTo, splice } from '../state/edits/edges.ts';
import { addNode, type Point } from '../state/edits/nodes.ts';

/** How a new node comes into the flow. */
export interface Insertion {
  readonly at: Point;
  /** The exit that leads to it. */
  readonly after?: { readonly from: string; readonly exit: string };
  /** The edge that it goes into. */
  readonly into?: string;
}

const WIDTH = 248;
const HEIGHT = 140;
const GAP = 96;

/** Adds a step, wired as asked; one edit. */
export function insertStep(
  flow: Flow,
  catalogue: Catalogue,
  entry: CatalogueEntry,
  { at, after, into }: Insertion,
): { readonly flow: Flow; readonly id: string } {
  const added = addNode(flow, entry, freeSpot(flow, at));
  if (into !== undefined) return { ...added, flow: splice(added.flow, catalogue, into, added.id) };
  if (after === undefined || !mayLeadTo(added.flow, catalogue, added.id)) return added;
  return { ...added, flow: connect(added.flow, { ...after, to: added.id }) };
}

/**
 * Where a step goes that was chosen without pointing anywhere: after the chosen node, else after the only node there
 * is, as at the start of a flow, or `center`.
 */
export function insertionAfter(flow: Flow, catalogue: Catalogue, nodeId: string | undefined, center: Point): Insertion {
  const [only] = flow.nodes.length === 1 ? flow.nodes : [];
  const node = flow.nodes.find(({ id }) => id === nodeId) ?? only;
  if (node === undefined) return { at: center };
  const exit = firstFreeExit(flow, catalogue, node.id);
  const at = { x: node.position.x + WIDTH + GAP, y: node.position.y };
  return exit === undefined ? { at } : { at, after: { from: node.id, exit } };
}

/** The wanted place, or the first free one below it. */
function freeSpot({ nodes }: Flow, { x, y }: Point): Point {
  const overlaps = (at: Point) =>
    nodes.some(({ position }) => Math.abs(position.x - at.x) < WIDTH && Math.abs(position.y - at.y) < HEIGHT);
  for (let row = 0; row < 200; row++) {
    const at = { x, y: y + row * 48 };
    if (!overlaps(at)) return at;
  }
  return { x, y };
}
