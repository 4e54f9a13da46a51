import * as z from 'zod';
import type { JsonObject } from '#runtime/flow/json';
import { type ConnectionCheck, checkedOptions, type Kinds, kindOf } from './connection-kind.ts';

/** What the HTTP API needs of the kinds of connections. */
export const connectionPorts = (kinds: Kinds, secret: (name: string) => Promise<string>) => ({
  kinds: () =>
    kinds.map(({ kind, title, summary, options }) => ({
      kind,
      title,
      summary,
      settings: z.toJSONSchema(options, { io: 'input' }) as JsonObject,
    })),
  check: (kind: string, options: JsonObject): JsonObject => checkedOptions(kindOf(kinds, kind), options),
  test: async (kind: string, options: JsonObject, to: string | undefined): Promise<ConnectionCheck[]> => {
    const found = kindOf(kinds, kind);
    return found.test(checkedOptions(found, options) as never, { secret, to });
  },
});
