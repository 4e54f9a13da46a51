import type * as z from 'zod';
import { FORBIDDEN_NAMES, isList, isObject } from './expression-values.ts';
import { fieldPath, type Issue } from './issue.ts';
import type { JsonObject } from './json.ts';
import { jsonTextDepth, jsonTextProblem } from './json-text.ts';
import { migrateFlow } from './migrate.ts';
import { Flow } from './schema.ts';
import { schemaProblems } from './zod-problem.ts';

/** Characters of a flow as text. */
export const MAX_FLOW_LENGTH = 5_000_000;
const MAX_DEPTH = 64;
const MAX_VALUES = 1_000_000;

export type ReadFlow =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * A flow from JSON text, or from a value that should be one: size, JSON, depth and names first, then its version, then
 * its form. What its nodes mean is `validateFlow`'s. Never throws, whatever it is given.
 */
export function readFlow(input: unknown): ReadFlow {
  try {
    return typeof input === 'string' ? readText(input) : readValue(input);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it can not be read';
    return refuse('json-invalid', `This is not a flow: ${message}.`, 'Give a flow as JSON.');
  }
}

function refuse(code: Issue['code'], message: string, fix: string, field?: string): ReadFlow {
  return { ok: false, issues: [{ code, severity: 'error', ...(field === undefined ? {} : { field }), message, fix }] };
}

const tooDeep = () =>
  refuse('nested-too-deeply', `Lists and objects are nested more than ${MAX_DEPTH} deep.`, 'Flatten the flow.');

function tooLarge(): ReadFlow {
  return refuse(
    'file-too-large',
    'The flow is larger than 5 MB.',
    'Put sounds into the asset store, or split the flow.',
  );
}

function readText(text: string): ReadFlow {
  if (text.length > MAX_FLOW_LENGTH) return tooLarge();
  if (jsonTextDepth(text) > MAX_DEPTH) return tooDeep();
  let value: unknown;
  try {
    // A byte order mark is what some editors put first; JSON.parse refuses it.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const found = jsonTextProblem(text.replace(/^\uFEFF/, ''));
    const where = found === undefined ? '' : ` Line ${found.line}, column ${found.column}: ${found.message}.`;
    return refuse('json-invalid', `This is not JSON.${where}`, 'Correct the JSON there.');
  }
  return readValue(value);
}

function readValue(value: unknown): ReadFlow {
  if (!isObject(value)) return refuse('field-invalid', 'A flow is a JSON object.', 'Begin with { and end with }.');
  const refused = refuseNames(value);
  if (refused !== undefined) return refused;
  const migrated = migrateFlow(value);
  if (!migrated.ok) return { ok: false, issues: [migrated.issue] };
  const parsed = Flow.safeParse(migrated.flow);
  if (parsed.success) return { ok: true, flow: parsed.data };
  return { ok: false, issues: formIssues(parsed.error, migrated.flow) };
}

/** Level by level, so that no depth and no circle can exhaust the stack. */
function refuseNames(root: JsonObject): ReadFlow | undefined {
  let level: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value: root, path: [] }];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return tooDeep();
    const next: typeof level = [];
    for (const { value, path } of level) {
      if (typeof value !== 'object' || value === null) continue;
      const entries: [PropertyKey, unknown][] = isList(value) ? [...value.entries()] : Object.entries(value);
      count += entries.length;
      if (count > MAX_VALUES) return tooLarge();
      for (const [key, inner] of entries) {
        if (typeof key === 'string' && FORBIDDEN_NAMES.has(key)) return forbidden(root, [...path, key]);
        if (typeof inner === 'object' && inner !== null) next.push({ value: inner, path: [...path, key] });
      }
    }
    level = next;
  }
  return undefined;
}

function forbidden(root: JsonObject, path: readonly PropertyKey[]): ReadFlow {
  const name = String(path.at(-1));
  const message = `The name '${name}' can't be used.`;
  const issue = {
    code: 'name-forbidden',
    severity: 'error',
    ...place(root, path),
    message,
    fix: 'Use another name.',
  } as const;
  return { ok: false, issues: [issue] };
}

/** The node that a path leads into, and the rest of the path. */
function place(root: JsonObject, path: readonly PropertyKey[]): { nodeId?: string; field?: string } {
  const [list, index, ...rest] = path;
  const nodes = Object.hasOwn(root, 'nodes') ? root.nodes : undefined;
  const node = list === 'nodes' && typeof index === 'number' && isList(nodes) ? nodes[index] : undefined;
  const id = isObject(node) && Object.hasOwn(node, 'id') ? node.id : undefined;
  if (typeof id === 'string' && id !== '' && rest.length > 0)
    return { nodeId: id.slice(0, 60), field: fieldPath(rest) };
  return path.length === 0 ? {} : { field: fieldPath(path) };
}

function formIssues(error: z.core.$ZodError, root: JsonObject): Issue[] {
  return schemaProblems(error, root).map(({ path, message, fix }) => {
    const [field] = path;
    const isList = path.length === 1 && (field === 'nodes' || field === 'edges' || field === 'variables');
    const tooMany = isList && message.includes('at most');
    return {
      code: tooMany ? 'limit-exceeded' : 'field-invalid',
      severity: 'error',
      ...place(root, path),
      message,
      fix,
    };
  });
}
