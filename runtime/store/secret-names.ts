import { sql } from 'drizzle-orm';
import { jsonb } from 'drizzle-orm/pg-core';

/**
 * A column that Postgres computes: the names of all secrets that a flow's nodes refer to by `{ "secret": "NAME" }`.
 * Computed there so that no way of writing a flow can forget it, and listing what uses a secret reads no flows.
 */
export const secretNamesIn = (flowColumn: string) =>
  jsonb('secrets')
    .$type<readonly string[]>()
    .generatedAlwaysAs(
      sql.raw(`jsonb_path_query_array("${flowColumn}", 'strict $.nodes[*].settings.**.secret', '{}', true)`),
    );
