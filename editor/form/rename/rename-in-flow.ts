import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow, FlowNode } from '#runtime/flow/schema';
import { settingsFields } from '#runtime/flow/settings-fields';
import { type Renaming, renameInExpression, renameInText } from './rename-in-text.ts';

/** Gives a node another id; what led to it and what reads its data follows. */
export function renameNode(flow: Flow, catalogue: Catalogue, from: string, to: string): Flow {
  const renaming: Renaming = { root: 'steps', from, to };
  const renamed = (id: string) => (id === from ? to : id);
  return {
    ...inAllSettings(flow, catalogue, renaming),
    nodes: inAllSettings(flow, catalogue, renaming).nodes.map((node) => ({ ...node, id: renamed(node.id) })),
    edges: flow.edges.map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })),
  };
}

/** Gives a variable another name; what reads and what sets it follows. */
export function renameVariable(flow: Flow, catalogue: Catalogue, from: string, to: string): Flow {
  const variables = flow.variables.map((variable) => (variable.name === from ? { ...variable, name: to } : variable));
  return { ...inAllSettings(flow, catalogue, { root: 'vars', from, to }), variables };
}

function inAllSettings(flow: Flow, catalogue: Catalogue, renaming: Renaming): Flow {
  return { ...flow, nodes: flow.nodes.map((node) => inNode(node, catalogue.get(node.step), renaming)) };
}

function inNode(node: FlowNode, entry: CatalogueEntry | undefined, renaming: Renaming): FlowNode {
  const writes = new Set(entry?.traits.writes ?? []);
  const named = renaming.root === 'vars' ? 'variable' : 'node';
  let { settings } = node;
  for (const { path, value, ui } of settingsFields(entry?.settings ?? {}, settings)) {
    if (typeof value !== 'string') continue;
    const place = path.filter((key) => typeof key === 'string').join('.');
    const isName = ui === named || (named === 'variable' && writes.has(place));
    const after = isName ? (value === renaming.from ? renaming.to : value) : inValue(value, ui, renaming);
    if (after !== value) settings = setAt(settings, path, after) as JsonObject;
  }
  return settings === node.settings ? node : { ...node, settings };
}

const inValue = (value: string, ui: string | undefined, renaming: Renaming): string =>
  ui === 'expression' ? renameInExpression(value, renaming) : renameInText(value, renaming);

function setAt(value: Json, path: readonly PropertyKey[], to: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? setAt(item, rest, to) : item));
  const object = value as JsonObject;
  return { ...object, [key]: setAt(object[String(key)] ?? null, rest, to) };
}

/** Ids of the nodes that read or set a variable. */
export function nodesUsing(flow: Flow, catalogue: Catalogue, variable: string): readonly string[] {
  // No name has a space, so that this changes every place and nothing else.
  const renaming: Renaming = { root: 'vars', from: variable, to: `${variable} ` };
  return flow.nodes.filter((node) => inNode(node, catalogue.get(node.step), renaming) !== node).map(({ id }) => id);
}
