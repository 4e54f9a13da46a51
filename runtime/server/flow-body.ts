import * as z from 'zod';
import { readFlow } from '#runtime/flow/read-flow';
import type { Flow } from '#runtime/flow/schema';
import { ApiError } from './api-error.ts';
import { issueJson } from './issue.ts';

/** Limits of a request that carries a flow: 5 MB, and deeper than others, for settings nest. */
export const FLOW_BYTES = 5_000_000;
export const FLOW_DEPTH = 64;

/** A flow in a request, as it came: also of an older version of the language. */
export const RawFlow = z.looseObject({}).meta({ description: 'A flow; its JSON Schema is at /api/flow.schema.json.' });

/** The flow of a request, brought up to date; throws 400 `flow-invalid`, which names the field of the first problem. */
export function flowOf(raw: unknown): Flow {
  const read = readFlow(raw);
  if (read.ok) return read.flow;
  const [first] = read.issues;
  const path = ['flow', first?.nodeId, first?.field].filter((part) => part !== undefined).join('.');
  throw new ApiError(400, 'flow-invalid', first?.message ?? 'This is not a flow.', {
    field: path,
    ...(first ? { fix: first.fix } : {}),
    details: { issues: read.issues.map(issueJson) },
  });
}
