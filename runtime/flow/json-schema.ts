import * as z from 'zod';
import type { JsonObject } from './json.ts';
import { Flow, SCHEMA_VERSION } from './schema.ts';

/** JSON Schema (draft 2020-12) of a flow as it is written: what has a default may be left out. */
export function flowJsonSchema(): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(Flow, { io: 'input' }) as JsonObject;
  return {
    $schema: $schema ?? null,
    $id: `urn:patchcord:flow:${SCHEMA_VERSION}`,
    title: 'Patchcord flow',
    description: 'What a phone call should do, as nodes and edges.',
    ...schema,
  };
}
