import { useMemo } from 'react';
import { type ScopeName, scopeOf } from './expression/scope.ts';
import { useForm } from './form-context.tsx';
import type { Field } from './schema/fields.ts';
import { isList } from './schema/resolve.ts';

const NOTHING: readonly ScopeName[] = [];

/** What a field's texts and expressions can read. */
export function useScope(field: Field): readonly ScopeName[] {
  const { surroundings, roots } = useForm();
  const own = field.schema.roots;
  return useMemo(() => {
    if (surroundings === undefined) return NOTHING;
    const more = isList(own) ? own.filter((name) => typeof name === 'string') : [];
    return scopeOf(surroundings.flow, surroundings.catalogue, surroundings.nodeId, [...roots, ...more]);
  }, [surroundings, roots, own]);
}
