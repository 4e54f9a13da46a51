import * as z from 'zod';
import { Flow, SCHEMA_VERSION } from '#runtime/flow/schema';
import { createHours } from '#runtime/store/hours';
import { StoreError } from '#runtime/store/store-error';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { StoredFlow } from './fields.ts';
import type { ServerPorts } from './ports.ts';

const BLANK = 'blank';

/** A new flow begins with the first step that takes a call. */
export function emptyFlow({ catalogue }: Pick<ServerPorts, 'catalogue'>, id: string, name: string): Flow {
  const entry = [...catalogue.values()].find((step) => step.traits.entry === 'call');
  const nodes = entry ? [{ id: 'start', step: entry.type, stepVersion: entry.version }] : [];
  return Flow.parse({ schemaVersion: SCHEMA_VERSION, id, name, nodes });
}

/** The flow that a template makes, and the opening hours it needs, which are made now if they are not there. */
export async function flowOfTemplate(
  { store, ports }: Pick<ServerContext, 'store' | 'ports'>,
  template: string,
  by: string,
): Promise<Flow> {
  if (template === BLANK) return emptyFlow(ports, BLANK, BLANK);
  const found = (await ports.templates()).find(({ id }) => id === template);
  if (!found) throw new ApiError(404, 'template-unknown', `There is no template '${template}'.`, { field: 'template' });
  // Nine o'clock is nine here, wherever the template was written.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const hours of found.hours)
    await createHours(store.db, { ...hours, zone }, by).catch((error: unknown) => {
      if (!(error instanceof StoreError) || error.code !== 'hours-exists') throw error;
    });
  return found.flow;
}

export function templateRoutes(app: App, { ports }: ServerContext): void {
  app.get(
    '/api/templates',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Flows to begin with; POST /api/flows makes one of a template',
        response: {
          200: z.strictObject({
            templates: z.array(
              z.strictObject({ id: z.string(), title: z.string(), summary: z.string(), flow: StoredFlow }),
            ),
          }),
        },
      },
    },
    async () => {
      const flow = emptyFlow(ports, BLANK, 'Blank');
      const blank = { id: BLANK, title: 'Blank', summary: 'A call comes in; what happens then is up to you.', flow };
      const others = (await ports.templates()).map(({ hours: _, ...template }) => template);
      return { templates: [blank, ...others] };
    },
  );
}
