import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow, FlowNode } from '#runtime/flow/schema';
import { freshItemId, freshNodeId } from './ids.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Positions are kept on this grid, so that nodes line up by themselves. */
export const GRID = 16;
export const onGrid = ({ x, y }: Point): Point => ({ x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID });

/** Places a step; settles its id. */
export function addNode(flow: Flow, entry: CatalogueEntry, at: Point): { readonly flow: Flow; readonly id: string } {
  const id = freshNodeId(flow, entry.type);
  const node: FlowNode = {
    id,
    step: entry.type,
    stepVersion: entry.version,
    settings: firstSettings(entry),
    position: onGrid(at),
  };
  return { flow: { ...flow, nodes: [...flow.nodes, node] }, id };
}

/** What a new node begins with: a list that makes exits gets a first item, so that it can be wired. */
function firstSettings(entry: CatalogueEntry): JsonObject {
  const properties = (entry.settings.properties ?? {}) as Record<string, JsonObject>;
  const settings: Record<string, Json> = {};
  for (const { each } of entry.exits) {
    if (each === undefined || settings[each] !== undefined) continue;
    const items = properties[each]?.items as JsonObject | undefined;
    settings[each] = [newItem(items ?? {}, 0)];
  }
  return settings;
}

/** A list item with an id of its own, and the first key or text that fits. */
export function newItem(schema: JsonObject, index: number): JsonObject {
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  const item: Record<string, Json> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (property.ui === 'id') item[name] = freshItemId();
    else if (property.default !== undefined) continue;
    else if (property.ui === 'key') item[name] = String((index + 1) % 10);
    else if (name === 'label') item[name] = `Choice ${index + 1}`;
  }
  return item;
}

export function changeNode(flow: Flow, id: string, change: (node: FlowNode) => FlowNode): Flow {
  const nodes = flow.nodes.map((node) => (node.id === id ? change(node) : node));
  return nodes.every((node, index) => node === flow.nodes[index]) ? flow : { ...flow, nodes };
}

/** Sets a node's settings; edges of exits that are gone go with them. */
export function changeSettings(flow: Flow, catalogue: Catalogue, id: string, settings: JsonObject): Flow {
  const changed = changeNode(flow, id, (node) => ({ ...node, settings }));
  const node = changed.nodes.find((each) => each.id === id);
  const entry = node && catalogue.get(node.step);
  if (entry === undefined) return changed;
  const exits = new Set(exitsOf(entry, settings).map(({ exit }) => exit));
  const edges = changed.edges.filter(({ from, exit }) => from !== id || exits.has(exit));
  return edges.length === changed.edges.length ? changed : { ...changed, edges };
}

/** Moves nodes, notes and frames in one edit. */
export function moveAll(flow: Flow, positions: ReadonlyMap<string, Point>): Flow {
  const move = <T extends { readonly id: string; readonly position: Point }>(things: readonly T[]): T[] =>
    things.map((thing) => {
      const to = positions.get(thing.id);
      return to === undefined || (to.x === thing.position.x && to.y === thing.position.y)
        ? thing
        : { ...thing, position: { x: to.x, y: to.y } };
    });
  return { ...flow, nodes: move(flow.nodes), notes: move(flow.notes), frames: move(flow.frames) };
}

/** Removes nodes, notes and frames by id, and what was wired to them. The node where calls begin stays. */
export function removeAll(flow: Flow, catalogue: Catalogue, ids: ReadonlySet<string>): Flow {
  const isStart = (node: FlowNode) => catalogue.get(node.step)?.traits.entry === 'call';
  const starts = flow.nodes.filter(isStart).length;
  const gone = new Set(
    [...ids].filter((id) => !flow.nodes.some((node) => node.id === id && isStart(node) && starts < 2)),
  );
  return {
    ...flow,
    nodes: flow.nodes.filter(({ id }) => !gone.has(id)),
    notes: flow.notes.filter(({ id }) => !gone.has(id)),
    frames: flow.frames.filter(({ id }) => !gone.has(id)),
    edges: flow.edges.filter(({ from, to }) => !gone.has(from) && !gone.has(to)),
  };
}
