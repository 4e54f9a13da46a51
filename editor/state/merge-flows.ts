import type { Flow } from '#runtime/flow/schema';
import { edgeId } from './edits/edges.ts';

export interface Merged {
  readonly flow: Flow;
  /** Ids of nodes, notes, frames and edges, and names of flow settings, that both sides changed: mine were kept. */
  readonly conflicts: readonly string[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Puts what I changed since `base` on top of what somebody else saved meanwhile. Nothing of either side is lost. */
export function mergeFlows(base: Flow, mine: Flow, theirs: Flow): Merged {
  const conflicts: string[] = [];
  const list = <T>(of: (flow: Flow) => readonly T[], keyOf: (thing: T) => string): T[] => {
    const [before, my, their] = [base, mine, theirs].map(
      (flow) => new Map(of(flow).map((each) => [keyOf(each), each])),
    );
    const merged: T[] = [];
    for (const key of new Set([...(their?.keys() ?? []), ...(my?.keys() ?? [])])) {
      const [was, m, t] = [before?.get(key), my?.get(key), their?.get(key)];
      const iChanged = !same(was, m);
      const theyChanged = !same(was, t);
      if (iChanged && theyChanged && !same(m, t)) conflicts.push(key);
      // A thing that one side removed and the other changed stays: a removal is easily done again.
      const kept = iChanged ? (m ?? (theyChanged ? t : undefined)) : t;
      if (kept !== undefined) merged.push(kept);
    }
    return merged;
  };
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys({ ...theirs, ...mine }) as (keyof Flow)[]) {
    const iChanged = !same(base[name], mine[name]);
    if (iChanged && !same(base[name], theirs[name]) && !same(mine[name], theirs[name]) && !LISTS.has(name))
      conflicts.push(name);
    fields[name] = iChanged ? mine[name] : theirs[name];
  }
  const nodes = list(
    ({ nodes: each }) => each,
    ({ id }) => id,
  );
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = list(({ edges: each }) => each, edgeId).filter(({ from, to }) => ids.has(from) && ids.has(to));
  const flow = {
    ...(fields as Flow),
    nodes,
    edges,
    notes: list(
      ({ notes }) => notes,
      ({ id }) => id,
    ),
    frames: list(
      ({ frames }) => frames,
      ({ id }) => id,
    ),
    variables: list(
      ({ variables }) => variables,
      ({ name }) => name,
    ),
  };
  return { flow, conflicts };
}

const LISTS: ReadonlySet<string> = new Set(['nodes', 'edges', 'notes', 'frames', 'variables']);
