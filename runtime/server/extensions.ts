import * as z from 'zod';
import { FlowId } from '#runtime/flow/schema';
import { writeAudit } from '#runtime/store/audit';
import { assignExtension, listExtensions, removeExtension } from '#runtime/store/extensions';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';

const Params = z.strictObject({
  extension: z
    .string()
    .regex(/^[A-Za-z0-9+*#_.-]+$/, 'Use digits, letters, or + * # _ . -')
    .max(40),
});
const Extension = z.strictObject({ extension: z.string(), flowId: z.string(), updatedAt: z.date() });

export function extensionRoutes(app: App, { store }: ServerContext): void {
  app.get(
    '/api/extensions',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Which flow answers which extension',
        response: { 200: z.strictObject({ extensions: z.array(Extension) }) },
      },
    },
    async () => ({ extensions: await listExtensions(store.db) }),
  );

  app.put(
    '/api/extensions/:extension',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Let a flow answer an extension',
        params: Params,
        body: z.strictObject({ flowId: FlowId }),
        response: { 200: Extension },
      },
    },
    async (request) => {
      const { extension } = request.params;
      const { flowId } = request.body;
      const row = await assignExtension(store.db, extension, flowId);
      await writeAudit(store.db, actorOf(request), 'extension.assigned', extension, { flowId });
      return row;
    },
  );

  app.delete(
    '/api/extensions/:extension',
    {
      config: { access: 'user' },
      schema: { summary: 'Let no flow answer an extension', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const { extension } = request.params;
      if (!(await removeExtension(store.db, extension)))
        throw new ApiError(404, 'extension-unknown', `No flow answers '${extension}'.`);
      await writeAudit(store.db, actorOf(request), 'extension.removed', extension);
      return reply.code(204).send();
    },
  );
}
