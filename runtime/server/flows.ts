import * as z from 'zod';
import { FlowId } from '#runtime/flow/schema';
import { writeAudit } from '#runtime/store/audit';
import { binFlow, createFlow, getFlow, listFlows, restoreFlow } from '#runtime/store/manage-flows';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { FlowParams, Folder, folderOf, Line, Nothing } from './fields.ts';
import { FLOW_BYTES, FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { describeFlow, describeFlows, FlowInfo } from './flow-info.ts';
import { makeNamed } from './id-of-name.ts';
import { flowOfTemplate } from './templates.ts';

const NewFlow = z.strictObject({
  name: Line(120).optional().meta({ description: 'Of a whole flow its own, when left out.' }),
  id: FlowId.optional().meta({ description: 'Made of the name when left out.' }),
  flow: RawFlow.optional(),
  template: z.string().max(100).default('blank').meta({ description: 'Id of a template to begin with.' }),
  folder: Folder.optional(),
});

export function flowRoutes(app: App, context: ServerContext): void {
  const { store } = context;

  app.get(
    '/api/flows',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All flows, or those in the bin',
        querystring: z.strictObject({ bin: z.enum(['true', 'false']).default('false') }),
        response: { 200: z.strictObject({ flows: z.array(FlowInfo) }) },
      },
    },
    async (request) => {
      const flows = await listFlows(store.db, { bin: request.query.bin === 'true' });
      return { flows: await describeFlows(context, flows) };
    },
  );

  app.post(
    '/api/flows',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH },
      schema: {
        summary: 'Make a flow: by its name, empty or of a template, or a whole one',
        body: NewFlow,
        response: { 201: FlowInfo },
      },
    },
    async (request, reply) => {
      const { flow, name, id, folder, template } = request.body;
      const actor = actorOf(request);
      const options = { by: actor.userId, ...(folder === undefined ? {} : { folder: folderOf(folder) }) };
      const whole = flow ? flowOf(flow) : undefined;
      if (!whole && name === undefined)
        throw new ApiError(400, 'request-invalid', 'name: Give a name, or a flow.', { field: 'name' });
      const begun = whole ?? (await flowOfTemplate(context, template, actor.userId));
      const make = (free: string) => createFlow(store.db, { ...begun, id: free, name: name ?? begun.name }, options);
      const fixed = id ?? whole?.id;
      if (fixed !== undefined) await make(fixed);
      const made = fixed ?? (await makeNamed(name ?? '', 'flow', make));
      await writeAudit(store.db, actor, 'flow.created', made);
      return reply.code(201).send(await describeFlow(context, await getFlow(store.db, made)));
    },
  );

  app.get(
    '/api/flows/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'One flow, also when it is in the bin', params: FlowParams, response: { 200: FlowInfo } },
    },
    async (request) => describeFlow(context, await getFlow(store.db, request.params.id)),
  );

  app.delete(
    '/api/flows/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Put a flow in the bin', params: FlowParams, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await binFlow(store.db, request.params.id);
      await writeAudit(store.db, actorOf(request), 'flow.binned', request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/flows/:id/restore',
    {
      config: { access: 'user' },
      schema: { summary: 'Take a flow out of the bin', params: FlowParams, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await restoreFlow(store.db, request.params.id);
      await writeAudit(store.db, actorOf(request), 'flow.restored', request.params.id);
      return reply.code(204).send();
    },
  );
}
