import type { CatalogueEntry } from './catalogue.ts';
import { type Program, references } from './expression.ts';
import { isObject } from './expression-values.ts';
import type { Issue } from './issue.ts';
import type { Surroundings, Where } from './validate-surroundings.ts';

const ROOTS: ReadonlySet<string> = new Set(['vars', 'steps', 'call', 'caller']);

/** Names that an expression reads and that mean nothing in this flow. */
export function referenceIssues(
  program: Program,
  where: Where,
  surroundings: Surroundings,
  extraRoots: readonly string[],
): Issue[] {
  const used = references(program);
  const issues = used.vars.flatMap((name) => undeclared(name, where, surroundings));
  for (const root of used.roots) {
    if (ROOTS.has(root) || extraRoots.includes(root)) continue;
    const known = [...ROOTS, ...extraRoots].join(', ');
    const fix = surroundings.variables.has(root) ? `Write vars.${root}.` : `Begin with one of ${known}.`;
    issues.push({ ...where, code: 'name-unknown', message: `'${root}' means nothing here.`, fix });
  }
  issues.push(...used.steps.flatMap((nodeId) => unknownNode(nodeId, where, surroundings)));
  issues.push(...unknownFields(program, where, surroundings));
  return issues;
}

export function unknownNode(nodeId: string, where: Where, surroundings: Surroundings): Issue[] {
  if (surroundings.nodes.has(nodeId)) return [];
  const message = `There is no node '${nodeId}' to read from.`;
  return [{ ...where, code: 'step-reference-unknown', message, fix: 'Name a node of this flow.' }];
}

function unknownFields(program: Program, where: Where, surroundings: Surroundings): Issue[] {
  return program.references.flatMap((reference): Issue[] => {
    if (reference.root !== 'steps' || reference.name === undefined || reference.field === undefined) return [];
    const entry = surroundings.nodes.get(reference.name);
    const fields = entry === undefined ? undefined : exitFields(entry);
    if (fields === undefined || fields.has(reference.field)) return [];
    const message = `Node '${reference.name}' has no data '${reference.field}'.`;
    const fix = fields.size === 0 ? 'It gives no data.' : `It gives ${[...fields].join(', ')}.`;
    return [{ ...where, severity: 'warning', code: 'step-field-unknown', message, fix }];
  });
}

/** Fields of the data that the exits carry; undefined when their schemas leave it open. */
function exitFields(entry: CatalogueEntry): ReadonlySet<string> | undefined {
  // What a failure carries is the host's, not the step's.
  const fields = new Set<string>(['code', 'message']);
  for (const { data } of entry.exits) {
    if (data === undefined) continue;
    if (!isObject(data.properties) || isObject(data.additionalProperties)) return undefined;
    for (const name of Object.keys(data.properties)) fields.add(name);
  }
  return fields;
}

export function undeclared(name: string, where: Where, surroundings: Surroundings): Issue[] {
  if (surroundings.variables.has(name)) return [];
  return [
    {
      ...where,
      code: 'variable-undeclared',
      message: `There is no variable '${name}'.`,
      fix: `Add a variable '${name}' to the flow, or use one that it has.`,
    },
  ];
}

export function connectionMissing(id: string, where: Where, { options }: Surroundings): Issue[] {
  if (options.connections?.has(id) ?? true) return [];
  return [
    {
      ...where,
      code: 'connection-missing',
      message: `There is no connection '${id}'.`,
      fix: 'Choose another, or make a connection of this name.',
    },
  ];
}

export function hoursMissing(id: string, where: Where, { options }: Surroundings): Issue[] {
  if (options.hours?.has(id) ?? true) return [];
  return [
    {
      ...where,
      code: 'hours-missing',
      message: `There are no opening hours '${id}'.`,
      fix: 'Choose others, or make opening hours of this name.',
    },
  ];
}
