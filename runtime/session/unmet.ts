import type { FlowTest } from '#runtime/flow/flow-test';
import type { Json } from '#runtime/flow/json';
import type { Simulated } from './simulate.ts';

/** An expectation of a flow test that the call did not meet. */
export interface Unmet {
  /** `path`, `end`, `heard`, `jobs`, `actions`, or `variables.<name>`. */
  readonly what: string;
  readonly expected: Json;
  readonly actual: Json;
}

/** What of a flow test did not come true. An action that the call never came to counts as unmet. */
export function unmet({ record, heard, jobs, unused }: Simulated, { expect = {} }: FlowTest): readonly Unmet[] {
  const found: Unmet[] = [];
  const compare = (what: string, expected: Json | undefined, actual: Json) => {
    if (expected !== undefined && !equal(expected, actual)) found.push({ what, expected, actual });
  };
  compare(
    'path',
    expect.path,
    record.trace.map((visit) => visit.nodeId),
  );
  for (const [name, value] of Object.entries(expect.variables ?? {}))
    compare(`variables.${name}`, value, record.variables[name] ?? null);
  compare('end', expect.end, record.end?.by ?? null);
  compare('heard', expect.heard, [...heard]);
  compare(
    'jobs',
    expect.jobs,
    jobs.map(({ name }) => name),
  );
  compare('actions', [], unused as Json);
  return found;
}

function equal(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && equal(value, (b as Record<string, Json>)[key] ?? null))
  );
}
