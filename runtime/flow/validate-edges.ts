import { type CatalogueEntry, exitsOf, type NodeExit } from './catalogue.ts';
import type { Issue } from './issue.ts';
import type { Edge, Flow } from './schema.ts';

/** Exits by name, by node. */
type Exits = ReadonlyMap<string, ReadonlyMap<string, NodeExit>>;

/** Where edges begin and end, and which exits lead nowhere. */
export function edgeIssues(flow: Flow, entries: ReadonlyMap<string, CatalogueEntry | undefined>): Issue[] {
  const exits: Exits = new Map(
    flow.nodes.flatMap((node) => {
      const entry = entries.get(node.id);
      if (entry === undefined) return [];
      return [[node.id, new Map(exitsOf(entry, node.settings).map((exit) => [exit.exit, exit]))] as const];
    }),
  );
  const wired = new Set<string>();
  const issues = flow.edges.flatMap((edge, index) => [
    ...beginning(edge, index, entries, exits, wired),
    ...end(edge, index, entries),
  ]);
  return [...issues, ...unwired(exits, wired)];
}

const key = (nodeId: string, exit: string) => `${nodeId} ${exit}`;

function beginning(
  edge: Edge,
  index: number,
  entries: ReadonlyMap<string, CatalogueEntry | undefined>,
  exits: Exits,
  wired: Set<string>,
): Issue[] {
  if (!entries.has(edge.from))
    return [
      {
        code: 'edge-from-unknown',
        severity: 'error',
        field: `edges[${index}].from`,
        message: `An edge begins at '${edge.from}', which is not a node of this flow.`,
        fix: 'Remove the edge, or begin it at a node.',
      },
    ];
  const where = { severity: 'error', nodeId: edge.from, field: `exits.${edge.exit}` } as const;
  const known = exits.get(edge.from);
  if (known !== undefined && !known.has(edge.exit))
    return [
      {
        ...where,
        code: 'edge-exit-unknown',
        message: `Node '${edge.from}' has no exit '${edge.exit}'.`,
        fix:
          known.size === 0
            ? 'Remove the edge: the flow ends at this node.'
            : `Use one of ${[...known.keys()].join(', ')}.`,
      },
    ];
  if (!wired.has(key(edge.from, edge.exit))) {
    wired.add(key(edge.from, edge.exit));
    return [];
  }
  return [
    {
      ...where,
      code: 'exit-wired-twice',
      message: `Two edges begin at exit '${edge.exit}' of node '${edge.from}'.`,
      fix: 'Keep one of them: a call can go only one way.',
    },
  ];
}

function end(edge: Edge, index: number, entries: ReadonlyMap<string, CatalogueEntry | undefined>): Issue[] {
  const from = entries.has(edge.from)
    ? { nodeId: edge.from, field: `exits.${edge.exit}` }
    : { field: `edges[${index}].to` };
  if (!entries.has(edge.to))
    return [
      {
        ...from,
        code: 'edge-to-unknown',
        severity: 'error',
        message: `Exit '${edge.exit}' of node '${edge.from}' leads to '${edge.to}', which is not a node of this flow.`,
        fix: 'Lead it to a node.',
      },
    ];
  const kind = entries.get(edge.to)?.traits.entry;
  if (kind === undefined) return [];
  return [
    {
      ...from,
      code: 'edge-into-entry',
      severity: 'error',
      message: `Exit '${edge.exit}' of node '${edge.from}' leads to '${edge.to}', where only ${beginnings[kind]} begins.`,
      fix: 'Lead it to the node after that one.',
    },
  ];
}

const beginnings = { call: 'a call', error: 'the handling of an error', hangUp: 'what follows a hang-up' } as const;

function unwired(exits: Exits, wired: ReadonlySet<string>): Issue[] {
  return [...exits].flatMap(([nodeId, of]) =>
    [...of.values()].flatMap(({ exit, label, required }): Issue[] => {
      if (!required || wired.has(key(nodeId, exit))) return [];
      const name = label === exit ? `'${exit}'` : `'${label}' (${exit})`;
      return [
        {
          code: 'exit-unwired',
          severity: 'error',
          nodeId,
          field: `exits.${exit}`,
          message: `Exit ${name} of node '${nodeId}' leads nowhere.`,
          fix: 'Draw an edge from it to the node that comes next.',
        },
      ];
    }),
  );
}
