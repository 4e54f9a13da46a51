import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow, FlowNode } from '#runtime/flow/schema';
import { firstValue } from '../../form/schema/fields.ts';
import { isList, isObject } from '../../form/schema/resolve.ts';
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

/**
 * What a new node begins with: a list that makes exits gets a first item, so that it can be wired; one that may not be
 * empty gets one too, so that there is a field to fill in instead of a complaint.
 */
function firstSettings(entry: CatalogueEntry): JsonObject {
  const properties = (entry.settings.properties ?? {}) as Record<string, JsonObject>;
  const required = isList(entry.settings.required) ? entry.settings.required : [];
  const settings: Record<string, Json> = {};
  for (const { each, label } of entry.exits) {
    if (each === undefined || settings[each] !== undefined) continue;
    const items = properties[each]?.items as JsonObject | undefined;
    settings[each] = [newItem(items ?? {}, 0, label)];
  }
  for (const [name, { items, minItems }] of Object.entries(properties)) {
    const mayBeEmpty = !required.includes(name) || typeof minItems !== 'number' || minItems < 1;
    if (mayBeEmpty || settings[name] !== undefined || !isObject(items)) continue;
    const first = firstValue(items, entry.settings);
    settings[name] = [isObject(first) ? { ...first, ...newItem(items, 0) } : first];
  }
  return settings;
}

/** A list item with an id of its own, and the first key or text that fits; `labelField` is what its exit is named by. */
export function newItem(schema: JsonObject, index: number, labelField?: string): JsonObject {
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  const item: Record<string, Json> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (property.ui === 'id') item[name] = freshItemId();
    else if (name === labelField) item[name] = `Choice ${index + 1}`;
    else if (property.default !== undefined) continue;
    else if (property.ui === 'key') item[name] = String((index + 1) % 10);
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
  let isMoved = false;
  const move = <T extends { readonly id: string; readonly position: Point }>(things: readonly T[]): T[] =>
    things.map((thing) => {
      const to = positions.get(thing.id);
      if (to === undefined || (to.x === thing.position.x && to.y === thing.position.y)) return thing;
      isMoved = true;
      return { ...thing, position: { x: to.x, y: to.y } };
    });
  const moved = { ...flow, nodes: move(flow.nodes), notes: move(flow.notes), frames: move(flow.frames) };
  return isMoved ? moved : flow;
}

/** A frame takes along what lies in it. */
export function withContents(flow: Flow, positions: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const all = new Map(positions);
  for (const { id, position, size } of flow.frames) {
    const to = positions.get(id);
    if (to === undefined) continue;
    const right = position.x + size.width;
    const bottom = position.y + size.height;
    for (const { id: inner, position: at } of [...flow.nodes, ...flow.notes]) {
      const isInside = at.x >= position.x && at.y >= position.y && at.x < right && at.y < bottom;
      if (isInside && !positions.has(inner))
        all.set(inner, { x: at.x + to.x - position.x, y: at.y + to.y - position.y });
    }
  }
  return all;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Gives a note or a frame another place and size. */
export function resize(flow: Flow, id: string, { x, y, width, height }: Box): Flow {
  const change = <T extends { readonly id: string }>(things: readonly T[]): T[] =>
    things.map((thing) =>
      thing.id === id ? { ...thing, position: onGrid({ x, y }), size: { width, height } } : thing,
    );
  return { ...flow, notes: change(flow.notes), frames: change(flow.frames) };
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

/** Changes the text of a note, or the title of a frame. */
export function writeNote(flow: Flow, id: string, text: string): Flow {
  return {
    ...flow,
    notes: flow.notes.map((note) => (note.id === id ? { ...note, text } : note)),
    frames: flow.frames.map((frame) => (frame.id === id ? { ...frame, title: text } : frame)),
  };
}
