import * as z from 'zod';
import type { JsonObject } from '#runtime/flow/json';
import type { FlowIssue } from './ports.ts';

/** A problem in a flow, in an answer. */
export const Issue = z.looseObject({
  severity: z.enum(['error', 'warning']).optional(),
  code: z.string(),
  nodeId: z.string().optional(),
  field: z.string().optional(),
  message: z.string(),
  fix: z.string().optional(),
});

export const issueJson = (issue: FlowIssue): JsonObject => ({ ...issue }) as unknown as JsonObject;
