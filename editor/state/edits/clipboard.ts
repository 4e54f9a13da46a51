import * as z from 'zod';
import { Edge, type Flow, FlowNode, Frame, Note } from '#runtime/flow/schema';
import { freshItemId, freshNodeId } from './ids.ts';
import { onGrid, type Point } from './nodes.ts';

/** What is copied: JSON on the system's clipboard, so that it can go to another flow, another browser, or a chat. */
const Clip = z.strictObject({
  patchcord: z.literal('clip'),
  nodes: z.array(FlowNode).max(500),
  edges: z.array(Edge).max(2_000),
  notes: z.array(Note).max(200),
  frames: z.array(Frame).max(200),
});
type Clip = z.infer<typeof Clip>;

/** The chosen things, with the edges between them. */
export function copyOf(flow: Flow, ids: ReadonlySet<string>): string {
  const chosen = <T extends { readonly id: string }>(things: readonly T[]): T[] =>
    things.filter(({ id }) => ids.has(id));
  const clip: Clip = {
    patchcord: 'clip',
    nodes: chosen(flow.nodes),
    edges: flow.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    notes: chosen(flow.notes),
    frames: chosen(flow.frames),
  };
  return JSON.stringify(clip, null, 2);
}

/** What a pasted text holds, or undefined where it is something else. */
export function readClip(text: string): Clip | undefined {
  if (text.length > 2_000_000 || !text.includes('"clip"')) return undefined;
  try {
    return Clip.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Adds a clip under new ids, its upper left corner at `at`. */
export function paste(flow: Flow, clip: Clip, at: Point): { readonly flow: Flow; readonly ids: readonly string[] } {
  const all = [...clip.nodes, ...clip.notes, ...clip.frames];
  const left = Math.min(...all.map(({ position }) => position.x));
  const top = Math.min(...all.map(({ position }) => position.y));
  const moved = ({ x, y }: Point) => onGrid({ x: x - left + at.x, y: y - top + at.y });
  const names = new Map<string, string>();
  for (const { id, step } of clip.nodes) names.set(id, freshNodeId(flow, step, new Set(names.values())));
  const renamed = <T extends { readonly position: Point }>(things: readonly T[]): T[] =>
    things.map((thing) => ({ ...thing, id: freshItemId(), position: moved(thing.position) }));
  const nodes = clip.nodes.map((node) => ({
    ...node,
    id: names.get(node.id) ?? node.id,
    position: moved(node.position),
  }));
  const edges = clip.edges.flatMap((edge) => {
    const [from, to] = [names.get(edge.from), names.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  const notes = renamed(clip.notes);
  const frames = renamed(clip.frames);
  return {
    flow: {
      ...flow,
      nodes: [...flow.nodes, ...nodes],
      edges: [...flow.edges, ...edges],
      notes: [...flow.notes, ...notes],
      frames: [...flow.frames, ...frames],
    },
    ids: [...nodes, ...notes, ...frames].map(({ id }) => id),
  };
}
