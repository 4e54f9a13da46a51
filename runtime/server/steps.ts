import * as z from 'zod';
import type { JsonObject } from '#runtime/flow/json';
import { Choice } from '#runtime/flow/live-choices';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Line } from './fields.ts';

const SETTINGS = 20_000;

/** What a form asks of a step while somebody edits a node. */
export function stepRoutes(app: App, { ports }: ServerContext): void {
  app.get(
    '/api/steps/:type/options/:field',
    {
      config: { access: 'user', rateLimit: { max: 120, timeWindow: 60_000 } },
      schema: {
        summary: 'What can be chosen for a setting with live choices',
        params: z.strictObject({
          type: z
            .string()
            .regex(/^[a-z@][a-z0-9@/._-]*$/)
            .max(200),
          field: z
            .string()
            .regex(/^[A-Za-z0-9_.]+$/)
            .max(200),
        }),
        querystring: z.strictObject({
          q: Line(200).optional().meta({ description: 'What to search by.' }),
          settings: z
            .string()
            .max(SETTINGS)
            .optional()
            .meta({ description: "JSON of the node's settings so far, where choices depend on others." }),
        }),
        response: { 200: z.strictObject({ options: z.array(Choice) }) },
      },
    },
    async (request) => {
      const { type, field } = request.params;
      const { q = '', settings } = request.query;
      const question = { step: type, field, query: q, settings: settingsOf(settings) };
      const options = await ports.choices(question).catch((error: unknown) => {
        throw refused(error);
      });
      if (options) return { options: [...options] };
      throw new ApiError(404, 'choices-unknown', `The step '${type}' offers no choices.`);
    },
  );
}

function settingsOf(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    return z.record(z.string(), z.json()).parse(JSON.parse(text)) as JsonObject;
  } catch {
    throw new ApiError(400, 'request-invalid', 'settings: is no JSON object.', { field: 'settings' });
  }
}
