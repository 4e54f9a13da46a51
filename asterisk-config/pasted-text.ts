import { parseDocument } from 'yaml';

/** One setting as it was pasted: its name, and its value as text. */
export interface PastedEntry {
  readonly name: string;
  readonly values: readonly string[];
}

const maxChars = 32_000;
const maxEntries = 200;
const maxDepth = 6;

/** Undefined where a text can't be read; a reader that is led astray by it reads nothing. */
export function pastedEntries(text: string): readonly PastedEntry[] | undefined {
  if (text.length > maxChars) return undefined;
  const found = fromYaml(text) ?? fromLines(text);
  return found.length === 0 ? undefined : found.slice(0, maxEntries);
}

/**
 * YAML, and JSON, which is a part of it. Every scalar stays text (a password of digits is no number), maps are Maps (no
 * name means anything to JavaScript), and an alias, which could make a long text of a short one, is not followed.
 */
function fromYaml(text: string): PastedEntry[] | undefined {
  try {
    const document = parseDocument(text, { schema: 'failsafe', merge: false, uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return undefined;
    const root: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 0 });
    return root instanceof Map || Array.isArray(root) ? entries(root, 0) : undefined;
  } catch {
    return undefined;
  }
}

function entries(value: unknown, depth: number): PastedEntry[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item) => entries(item, depth + 1));
  if (!(value instanceof Map)) return [];
  return [...value].flatMap(([name, inner]) => {
    if (typeof name !== 'string') return [];
    if (typeof inner === 'string') return [{ name, values: [inner] }];
    if (Array.isArray(inner) && inner.every((item) => typeof item === 'string')) return [{ name, values: inner }];
    return entries(inner, depth + 1);
  });
}

/** `Name: value` or `name = value`, as on many a page; other lines are passed over. */
function fromLines(text: string): PastedEntry[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*([A-Za-z][A-Za-z0-9 _./-]{0,60}?)\s*[:=]\s*(\S.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, values: [value] }];
  });
}
