import type { CatalogueEntry } from './catalogue.ts';
import type { Issue } from './issue.ts';
import type { Flow } from './schema.ts';

type Entries = ReadonlyMap<string, CatalogueEntry | undefined>;
type Ways = ReadonlyMap<string, readonly string[]>;

/** Where calls begin, which nodes no call can come to, and circles in which no node waits. */
export function pathIssues(flow: Flow, entries: Entries): Issue[] {
  const ways = waysOf(flow, entries);
  return [...entryIssues(flow, entries), ...unreachable(flow, entries, ways), ...circles(flow, entries, ways)];
}

function waysOf(flow: Flow, entries: Entries): Ways {
  const ways = new Map<string, string[]>(flow.nodes.map((node) => [node.id, []]));
  for (const edge of flow.edges) if (entries.has(edge.to)) ways.get(edge.from)?.push(edge.to);
  return ways;
}

const kinds = {
  call: 'a call begins',
  error: 'an error is handled',
  hangUp: 'a hang-up is handled',
} as const;

function entryIssues(flow: Flow, entries: Entries): Issue[] {
  const issues: Issue[] = [];
  for (const kind of ['call', 'error', 'hangUp'] as const) {
    const [first, ...others] = flow.nodes.filter((node) => entries.get(node.id)?.traits.entry === kind);
    if (first === undefined && kind === 'call')
      issues.push({
        code: 'entry-missing',
        severity: 'error',
        field: 'nodes',
        message: 'The flow has no node where a call begins.',
        fix: "Add one, such as 'incoming-call'.",
      });
    for (const node of others)
      issues.push({
        code: 'entry-twice',
        severity: 'error',
        nodeId: node.id,
        field: 'step',
        message: `The flow has two nodes where ${kinds[kind]}: '${first?.id}' and '${node.id}'.`,
        fix: 'Remove one of them.',
      });
  }
  return issues;
}

function unreachable(flow: Flow, entries: Entries, ways: Ways): Issue[] {
  const reached = new Set(flow.nodes.filter((node) => entries.get(node.id)?.traits.entry).map((node) => node.id));
  // Without a beginning every node would be reported.
  if (reached.size === 0) return [];
  for (const nodeId of reached) for (const next of ways.get(nodeId) ?? []) reached.add(next);
  return flow.nodes.flatMap((node): Issue[] =>
    reached.has(node.id)
      ? []
      : [
          {
            code: 'node-unreachable',
            severity: 'warning',
            nodeId: node.id,
            message: `No call can come to node '${node.id}'.`,
            fix: 'Draw an edge to it, or remove it.',
          },
        ],
  );
}

function circles(flow: Flow, entries: Entries, ways: Ways): Issue[] {
  const waits = (nodeId: string) => entries.get(nodeId)?.traits.waits === true;
  const hurried = new Map<string, readonly string[]>();
  for (const [nodeId, next] of ways)
    if (!waits(nodeId))
      hurried.set(
        nodeId,
        next.filter((to) => !waits(to)),
      );
  return components(hurried).flatMap((circle): Issue[] => {
    const [alone] = circle;
    if (circle.length === 1 && alone !== undefined && !hurried.get(alone)?.includes(alone)) return [];
    const inCircle = new Set(circle);
    const names = flow.nodes.filter((node) => inCircle.has(node.id)).map((node) => node.id);
    const listed = names
      .slice(0, 5)
      .map((name) => `'${name}'`)
      .join(', ');
    return [
      {
        code: 'loop-without-waiting',
        severity: 'error',
        ...(names[0] === undefined ? {} : { nodeId: names[0] }),
        message: `A call can go in a circle without ever waiting: ${listed}${names.length > 5 ? ', ...' : ''}.`,
        fix: 'Put a node into the circle that waits for the caller or for time, or lead one exit out of it.',
      },
    ];
  });
}

/** Strongly connected components (Tarjan), without recursion: a flow may be 2,000 nodes long. */
function components(ways: Ways): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const lower = (nodeId: string, value: number) => low.set(nodeId, Math.min(low.get(nodeId) ?? value, value));
  const enter = (nodeId: string) => {
    order.set(nodeId, order.size);
    lower(nodeId, order.size - 1);
    open.push(nodeId);
    isOpen.add(nodeId);
    return { nodeId, next: 0 };
  };
  for (const start of ways.keys()) {
    const visits = order.has(start) ? [] : [enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const to = ways.get(visit.nodeId)?.[visit.next++];
      if (to !== undefined) {
        if (!order.has(to)) visits.push(enter(to));
        else if (isOpen.has(to)) lower(visit.nodeId, order.get(to) ?? 0);
        continue;
      }
      visits.pop();
      const own = low.get(visit.nodeId) ?? 0;
      const outer = visits.at(-1);
      if (outer !== undefined) lower(outer.nodeId, own);
      if (own !== order.get(visit.nodeId)) continue;
      const component = open.splice(open.indexOf(visit.nodeId));
      for (const nodeId of component) isOpen.delete(nodeId);
      found.push(component);
    }
  }
  return found;
}
