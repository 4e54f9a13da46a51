import * as z from 'zod';
import { writeAudit } from '#runtime/store/audit';
import { getDraft } from '#runtime/store/drafts';
import { changeFlow, deleteForever } from '#runtime/store/flow-life';
import { requireFlow } from '#runtime/store/flows';
import { createFlow, getFlow } from '#runtime/store/manage-flows';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { FlowParams, Folder, folderOf, Line, Nothing } from './fields.ts';
import { describeFlow, FlowInfo } from './flow-info.ts';
import { makeNamed } from './id-of-name.ts';

/** What happens to a flow as a whole: renamed, moved, copied, gone. */
export function flowLifeRoutes(app: App, context: ServerContext): void {
  const { store, ports } = context;

  app.patch(
    '/api/flows/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Rename a flow, or put it in another folder',
        description: 'A new name is a save of the draft: draftVersion goes up.',
        params: FlowParams,
        body: z.strictObject({ name: Line(120).optional(), folder: Folder.optional() }),
        response: { 200: FlowInfo },
      },
    },
    async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const { name, folder } = request.body;
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(folder === undefined ? {} : { folder: folderOf(folder) }),
      };
      await changeFlow(store.db, id, change, actor.userId);
      await writeAudit(store.db, actor, 'flow.changed', id, change);
      return describeFlow(context, await getFlow(store.db, id));
    },
  );

  app.post(
    '/api/flows/:id/duplicate',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Make a new flow of the draft of another',
        params: FlowParams,
        body: z.strictObject({ name: Line(120).optional() }).nullish(),
        response: { 201: FlowInfo },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { folder } = await requireFlow(store.db, id);
      const { flow } = await getDraft(store.db, id);
      const name = request.body?.name ?? `${flow.name.slice(0, 110)} (copy)`;
      const actor = actorOf(request);
      const made = await makeNamed(name, 'flow', (free) =>
        createFlow(store.db, { ...flow, id: free, name }, { by: actor.userId, folder }),
      );
      await writeAudit(store.db, actor, 'flow.created', made, { copyOf: id });
      return reply.code(201).send(await describeFlow(context, await getFlow(store.db, made)));
    },
  );

  app.delete(
    '/api/flows/:id/forever',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Delete a flow that is in the bin, with its revisions; its calls stay',
        params: FlowParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (ports.liveCalls().some((call) => call.flowId === id))
        throw new ApiError(409, 'flow-in-use', `A call is still running on flow '${id}'.`, {
          fix: 'Wait until it is over.',
        });
      await deleteForever(store.db, id);
      await writeAudit(store.db, actorOf(request), 'flow.deleted', id);
      return reply.code(204).send();
    },
  );
}
