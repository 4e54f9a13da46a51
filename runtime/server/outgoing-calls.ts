import * as z from 'zod';
import { Destination } from '#runtime/flow/destination';
import { Json } from '#runtime/flow/json';
import { FlowId, VariableName } from '#runtime/flow/schema';
import { writeAudit } from '#runtime/store/audit';
import { getDraft } from '#runtime/store/drafts';
import { requireFlow } from '#runtime/store/flows';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { FLOW_BYTES, FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { issueJson } from './issue.ts';
import type { CallingPort } from './ports.ts';

const From = z
  .string()
  .regex(/^\+[1-9][0-9]{5,14}$/, 'Write the number with + and its country code, such as +4930123456.')
  .meta({ description: 'Number of yours that the call is made from, and that is shown.' });
const Made = z.strictObject({ callId: z.string() });

/** Calls that begin here. Each passes the dial gate, whose refusals answer 422 with their own code. */
export function outgoingCallRoutes(app: App, { store, ports }: ServerContext): void {
  app.post(
    '/api/calls',
    {
      config: { access: 'user', rateLimit: { max: 600, timeWindow: 60_000 } },
      schema: {
        summary: 'Call somebody, and run a published flow with them',
        description:
          'The flow begins with outgoing-call. Answers once the call is on its way; GET /api/calls/:id tells on.',
        body: z.strictObject({
          flowId: FlowId,
          to: Destination,
          from: From.optional(),
          trunkId: z.string().max(40).optional(),
          variables: z.record(VariableName, Json).optional(),
        }),
        response: { 201: Made },
      },
    },
    async (request, reply) => {
      const { flowId, to } = request.body;
      await requireFlow(store.db, flowId);
      const callId = await made(ports.calling, (calling) => calling.start(request.body));
      await writeAudit(store.db, actorOf(request), 'call.started', callId, { flowId, to });
      return reply.code(201).send({ callId });
    },
  );

  app.post(
    '/api/calls/me',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: 'Ring a phone of yours, and run a draft with it',
        description: 'The flow in the body, or the saved draft. You are its caller, or whoever it calls.',
        body: z.strictObject({
          flowId: FlowId,
          flow: RawFlow.optional(),
          to: Destination,
          from: From.optional(),
        }),
        response: { 201: Made },
      },
    },
    async (request, reply) => {
      const { flowId, to, from } = request.body;
      await requireFlow(store.db, flowId);
      const flow =
        request.body.flow === undefined ? (await getDraft(store.db, flowId)).flow : flowOf(request.body.flow);
      const prepared = await ports.prepare(flow).catch((error: unknown) => {
        throw refused(error);
      });
      if (!prepared.ok)
        throw new ApiError(422, 'flow-has-errors', `Flow '${flowId}' has errors, and can not be called.`, {
          fix: 'Mend what the issues name, then call again.',
          details: { issues: prepared.issues.map(issueJson) },
        });
      const callId = await made(ports.calling, (calling) => calling.callMe({ flow, to, from }));
      return reply.code(201).send({ callId });
    },
  );
}

async function made(
  calling: CallingPort | undefined,
  make: (calling: CallingPort) => Promise<string>,
): Promise<string> {
  if (calling === undefined)
    throw new ApiError(503, 'no-asterisk', 'This machine has no Asterisk, so no call can be made.', {
      fix: 'See `npx patchcord doctor`.',
    });
  return make(calling).catch((error: unknown) => {
    throw refused(error);
  });
}
