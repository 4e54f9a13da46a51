import type * as z from 'zod';
import { isList, isObject, typeName } from './expression-values.ts';
import type { Json } from './json.ts';

/** What a schema says against a value, in plain words. */
export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly fix: string;
}

type ZodIssue = z.core.$ZodIssue;

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'nothing',
};

/** `root` is the value that was checked: zod's issues don't carry it. */
export function schemaProblems(error: z.core.$ZodError, root: unknown): readonly SchemaProblem[] {
  return error.issues.slice(0, 100).map((issue) => explain(issue, root));
}

function explain(issue: ZodIssue, root: unknown): SchemaProblem {
  const { path } = issue;
  const name = quoted(path);
  const say = (message: string, fix: string): SchemaProblem => ({ path, message, fix });
  switch (issue.code) {
    case 'invalid_type': {
      const expected = names[issue.expected] ?? issue.expected;
      const value = at(root, path);
      if (value === undefined) return say(`${name} is missing.`, `Add ${name}: it must be ${expected}.`);
      return say(`${name} must be ${expected}, not ${typeName(value as Json)}.`, `Make ${name} ${expected}.`);
    }
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `'${short(key)}'`).join(', ');
      const fix = `Remove ${keys}, or correct the spelling.`;
      return {
        path: [...path, issue.keys[0] ?? ''],
        message: `${keys} ${issue.keys.length > 1 ? 'are' : 'is'} not known here.`,
        fix,
      };
    }
    case 'too_big':
      return say(`${name} ${amount(issue.origin, 'at most', issue.maximum)}.`, `Make ${name} smaller.`);
    case 'too_small':
      return say(`${name} ${amount(issue.origin, 'at least', issue.minimum)}.`, `Make ${name} larger.`);
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value)).join(', ');
      const missing = at(root, path) === undefined;
      return say(missing ? `${name} is missing.` : `${name} must be one of ${values}.`, `Write one of ${values}.`);
    }
    case 'invalid_format':
      return say(`${name} is not written as it must be.`, formatFix(issue, name));
    case 'invalid_key':
      return say(`${name} is not a name that can be used here.`, `Give '${short(String(path.at(-1)))}' another name.`);
    case 'invalid_union':
      return union(issue, root);
    default:
      return say(`${name} is not valid: ${issue.message}.`, `Correct ${name}.`);
  }
}

function union(issue: Extract<ZodIssue, { code: 'invalid_union' }>, root: unknown): SchemaProblem {
  // The form that was meant is the one with the least against it, and with that furthest inside.
  const branches = [...issue.errors].filter((errors) => errors.length > 0);
  branches.sort((a, b) => a.length - b.length || depth(b) - depth(a));
  const [meant] = branches;
  const [first] = meant ?? [];
  const name = quoted(issue.path);
  if (at(root, issue.path) === undefined)
    return { path: issue.path, message: `${name} is missing.`, fix: `Add ${name}.` };
  if (first === undefined || (first.path.length === 0 && first.code !== 'unrecognized_keys'))
    return {
      path: issue.path,
      message: `${name} has none of the forms allowed.`,
      fix: `See the step's help for ${name}.`,
    };
  return explain({ ...first, path: [...issue.path, ...first.path] } as ZodIssue, root);
}

const depth = (issues: readonly ZodIssue[]) => Math.max(...issues.map((issue) => issue.path.length));

function formatFix(issue: Extract<ZodIssue, { code: 'invalid_format' }>, name: string): string {
  if (issue.format !== 'regex') return `Write ${name} as ${issue.format}.`;
  return issue.message.startsWith('Invalid') ? `It must match ${issue.pattern ?? 'the pattern'}.` : issue.message;
}

function amount(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return `must have ${bound} ${limit} characters`;
  if (origin === 'array' || origin === 'set' || origin === 'object') return `must have ${bound} ${limit} items`;
  return `must be ${bound} ${limit}`;
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function quoted(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'This';
  return typeof last === 'number' ? `Item ${last + 1}` : `'${short(String(last))}'`;
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (isList(value) && typeof key === 'number') value = value[key];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[String(key)];
    else return undefined;
  }
  return value;
}
