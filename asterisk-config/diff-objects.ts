import type { PjsipObject } from './pjsip-object.ts';

type Fields = PjsipObject['fields'];

/** One object, as it should be and as an Asterisk has it. */
export interface ObjectDifference {
  readonly type: PjsipObject['type'];
  readonly id: string;
  readonly kind: 'missing' | 'different' | 'surplus';
  readonly fields: readonly { readonly name: string; readonly wanted: string; readonly held: string }[];
}

/** Fields whose value nobody is to see. */
const hidden = new Set(['password']);

/** What an Asterisk holds otherwise than it should; undefined where all is right. */
export function diffObject(wanted: PjsipObject, held: Fields | undefined): ObjectDifference | undefined {
  const { type, id } = wanted;
  if (held === undefined) return { type, id, kind: 'missing', fields: [] };
  const byName = new Map(held);
  const fields = wanted.fields.flatMap(([name, value]) => {
    const found = byName.get(name) ?? '';
    if (sense(name, found) === sense(name, value)) return [];
    return [hidden.has(name) ? { name, wanted: '(set)', held: '(another)' } : { name, wanted: value, held: found }];
  });
  return fields.length === 0 ? undefined : { type, id, kind: 'different', fields };
}

/** Asterisk tells most values in a spelling of its own. */
function sense(name: string, value: string): string {
  if (name === 'username' || name === 'password') return value;
  if (name === 'allow')
    return value
      .replaceAll(/[()]/g, '')
      .replaceAll('|', ',')
      .replace(/^!all,/, '');
  if (name === 'match')
    return value.replace(/\/(32|255\.255\.255\.255)$/, '').replace(/\/([\d.]+)$/, (_, mask) => `/${bits(mask)}`);
  return { true: 'yes', false: 'no' }[value] ?? value;
}

const bits = (mask: string): string =>
  mask.includes('.')
    ? String(mask.split('.').reduce((sum, part) => sum + Number(part).toString(2).replaceAll('0', '').length, 0))
    : mask;
