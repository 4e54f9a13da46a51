import * as z from 'zod';
import { getDraft, saveDraft } from '#runtime/store/drafts';
import { requireFlow } from '#runtime/store/flows';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { FlowParams, StoredFlow } from './fields.ts';
import { FLOW_BYTES, FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { Issue } from './issue.ts';

export function draftRoutes(app: App, { store, ports }: ServerContext): void {
  app.get(
    '/api/flows/:id/draft',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The state of a flow that is being edited',
        params: FlowParams,
        response: {
          200: z.strictObject({ flow: StoredFlow, version: z.int(), savedAt: z.date(), savedBy: z.string() }),
        },
      },
    },
    async (request) => getDraft(store.db, request.params.id),
  );

  app.put(
    '/api/flows/:id/draft',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH },
      schema: {
        summary: 'Save the draft',
        description:
          'basedOn is the version you loaded. When there is a newer one the answer is 409 draft-conflict, and its details list who saved what since.',
        params: FlowParams,
        body: z.strictObject({ flow: RawFlow, basedOn: z.int().min(1) }),
        response: { 200: z.strictObject({ version: z.int(), savedAt: z.date() }) },
      },
    },
    async (request) => {
      const flow = flowOf(request.body.flow);
      if (flow.id !== request.params.id)
        throw new ApiError(400, 'request-invalid', `flow.id: must be '${request.params.id}', as in the address.`, {
          field: 'flow.id',
        });
      return saveDraft(store.db, { flow, basedOn: request.body.basedOn, by: actorOf(request).userId });
    },
  );

  app.post(
    '/api/flows/:id/validate',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH },
      schema: {
        summary: 'The issues of the draft, or of the flow in the body',
        params: FlowParams,
        body: z.strictObject({ flow: RawFlow.optional() }).nullish(),
        response: { 200: z.strictObject({ issues: z.array(Issue) }) },
      },
    },
    async (request) => {
      await requireFlow(store.db, request.params.id);
      const raw = request.body?.flow;
      const flow = raw ? flowOf(raw) : (await getDraft(store.db, request.params.id)).flow;
      return { issues: (await ports.validate(flow)).map((issue) => ({ ...issue })) };
    },
  );
}
