import type { Json } from './json.ts';
import type { Variable } from './schema.ts';

export type Coerced = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

const yes = new Set(['true', 'yes', '1']);
const no = new Set(['false', 'no', '0', '']);

/** A value as a variable of this type keeps it: digits become a number, "yes" a boolean. Null is kept: not set. */
export function coerceTo(type: Variable['type'], value: Json): Coerced {
  if (value === null) return { ok: true, value };
  switch (type) {
    case 'text':
    case 'date':
    case 'phone':
      return typeof value === 'object' ? wrong(type, value) : { ok: true, value: String(value) };
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? { ok: true, value: number } : wrong(type, value);
    }
    case 'boolean': {
      if (typeof value === 'boolean') return { ok: true, value };
      const word = String(value).trim().toLowerCase();
      if (yes.has(word)) return { ok: true, value: true };
      return no.has(word) ? { ok: true, value: false } : wrong(type, value);
    }
    case 'list':
      return Array.isArray(value) ? { ok: true, value } : wrong(type, value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? { ok: true, value } : wrong(type, value);
  }
}

function wrong(type: string, value: Json): Coerced {
  const found = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${typeof value}`;
  return { ok: false, message: `Expected a ${type}, got ${found}.` };
}
