import * as z from 'zod';
import { Flow, FlowId, SCHEMA_VERSION } from '#runtime/flow/schema';
import { writeAudit } from '#runtime/store/audit';
import { binFlow, createFlow, getFlow, listFlows, restoreFlow } from '#runtime/store/manage-flows';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { FlowParams, Folder, folderOf, Line, Nothing } from './fields.ts';
import { FLOW_BYTES, FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { describeFlow, describeFlows, FlowInfo } from './flow-info.ts';
import { makeNamed } from './id-of-name.ts';

const NewFlow = z.strictObject({
  name: Line(120).optional().meta({ description: 'Name of an empty flow.' }),
  id: FlowId.optional().meta({ description: 'Made of the name when left out.' }),
  flow: RawFlow.optional(),
  folder: Folder.optional(),
});

export function flowRoutes(app: App, context: ServerContext): void {
  const { store, ports } = context;

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

  /** A new flow begins with the first step that takes a call. */
  const emptyFlow = (id: string, name: string): Flow => {
    const entry = [...ports.catalogue.values()].find((step) => step.traits.entry === 'call');
    const nodes = entry ? [{ id: 'start', step: entry.type, stepVersion: entry.version }] : [];
    return Flow.parse({ schemaVersion: SCHEMA_VERSION, id, name, nodes });
  };

  app.post(
    '/api/flows',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH },
      schema: {
        summary: 'Make a flow: an empty one by its name, or a whole one',
        body: NewFlow,
        response: { 201: FlowInfo },
      },
    },
    async (request, reply) => {
      const { flow, name, id, folder } = request.body;
      const actor = actorOf(request);
      const options = { by: actor.userId, ...(folder === undefined ? {} : { folder: folderOf(folder) }) };
      const named = id !== undefined && name !== undefined ? emptyFlow(id, name) : undefined;
      const whole = flow ? flowOf(flow) : named;
      if (!whole && name === undefined)
        throw new ApiError(400, 'request-invalid', 'name: Give a name, or a flow.', { field: 'name' });
      if (whole) await createFlow(store.db, whole, options);
      const begun = (free: string) => createFlow(store.db, emptyFlow(free, name ?? ''), options);
      const made = whole?.id ?? (await makeNamed(name ?? '', 'flow', begun));
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
