import { isList, numberIn, numberText } from './expression-values.ts';
import type { Json } from './json.ts';

// Marks that say nothing about what was meant, except between digits ("1.5", "10:30").
const MARKS = /(?<!\d)[.,;:!?…¿¡"“”„«»()]+|[.,;:!?…¿¡"“”„«»()]+(?!\d)/gu;

function plain(value: Json): string | undefined {
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.normalize('NFKC').toLowerCase().replace(MARKS, ' ').replace(/\s+/gu, ' ').trim();
}

/**
 * Whether two values are the same to a person: case, outer spaces and marks don't count ("Yes." and "yes"), a number
 * equals its text (5 and "5"), nothing equals the empty text. Two texts of digits differ when written differently
 * ("007" and "7"): they may be codes.
 */
export function same(a: Json, b: Json): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => same(item, b[index] ?? null));
  const [left, right] = [plain(a), plain(b)];
  if (left === undefined || right === undefined) return false;
  if (typeof a === 'number' || typeof b === 'number') {
    const [x, y] = [numberIn(left), numberIn(right)];
    if (x !== undefined && y !== undefined) return x === y;
  }
  return left === right;
}
