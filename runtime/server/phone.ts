import * as z from 'zod';
import { TEST_CALLER } from '#runtime/flow/flow-test';
import { Party } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import { FlowId } from '#runtime/flow/schema';
import { getDraft } from '#runtime/store/drafts';
import { listExtensions } from '#runtime/store/extensions';
import { requireFlow } from '#runtime/store/flows';
import { principalOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';
import { FLOW_BYTES, FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { issueJson } from './issue.ts';
import type { PhonePort } from './ports.ts';

/** The host in the addresses of browser phones. It is never looked up: their SIP goes through our WebSocket. */
const SIP_HOST = 'patchcord.invalid';
/** A SIP message with the description of a browser's audio is about 4 kB. */
const SIP_BYTES = 32_000;

const SessionId = z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/) });

/** Browser phones: a session is made for one draft, then a WebSocket carries the phone's SIP. */
export function phoneRoutes(app: App, { store, ports, sockets }: ServerContext): void {
  async function extensionOf(flowId: string): Promise<string> {
    const extensions = await listExtensions(store.db);
    return extensions.find((one) => one.flowId === flowId)?.extension ?? 'test';
  }

  async function flowToCall(flowId: string, raw: unknown): Promise<Flow> {
    await requireFlow(store.db, flowId);
    if (raw === undefined) return (await getDraft(store.db, flowId)).flow;
    const flow = flowOf(raw);
    if (flow.id !== flowId)
      throw new ApiError(400, 'request-invalid', `flow.id: must be '${flowId}', as in flowId.`, { field: 'flow.id' });
    return flow;
  }

  app.post(
    '/api/phone/sessions',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'person', jsonDepth: FLOW_DEPTH, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: 'A short-lived phone for the browser, which calls one draft',
        description:
          'Connect SIP (subprotocol `sip`) to `socket`, sign in with `username` and `password`, and call `target`. ' +
          'The call runs the flow in the body, or the saved draft. A flow with errors answers 422 flow-has-errors.',
        body: z.strictObject({
          flowId: FlowId,
          flow: RawFlow.optional(),
          caller: Party.optional().meta({ description: 'Who the flow believes is calling.' }),
          at: z.iso
            .datetime({ offset: true })
            .optional()
            .meta({ description: 'The hour that the flow believes it is when the call begins.' }),
        }),
        response: {
          201: z.strictObject({
            id: z.string(),
            socket: z.string(),
            uri: z.string(),
            username: z.string(),
            password: z.string(),
            target: z.string(),
            expiresAt: z.date(),
          }),
        },
      },
    },
    async (request, reply) => {
      const phone = required(ports.phone);
      const { flowId, caller, at } = request.body;
      const flow = await flowToCall(flowId, request.body.flow);
      const prepared = await ports.prepare(flow).catch((error: unknown) => {
        throw refused(error);
      });
      if (!prepared.ok)
        throw new ApiError(422, 'flow-has-errors', `Flow '${flowId}' has errors, and can not be called.`, {
          fix: 'Mend what the issues name, then call again.',
          details: { issues: prepared.issues.map(issueJson) },
        });
      const opened = await phone
        .open({
          flow,
          caller: caller ?? TEST_CALLER,
          called: await extensionOf(flowId),
          startsAtMs: at === undefined ? undefined : Date.parse(at),
          owner: principalOf(request).user.id,
        })
        .catch((error: unknown) => {
          throw refused(error);
        });
      const { name, password } = opened.account;
      const address = `sip:${name}@${SIP_HOST}`;
      return reply.code(201).send({
        id: opened.id,
        socket: `/phone?session=${opened.id}`,
        uri: address,
        username: name,
        password,
        target: address,
        expiresAt: new Date(opened.expiresMs),
      });
    },
  );

  app.get(
    '/api/phone/sessions/:id',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Which call a browser phone makes, or made last',
        params: SessionId,
        response: { 200: z.strictObject({ callId: z.string().optional(), expiresAt: z.date() }) },
      },
    },
    async (request) => {
      const found = ports.phone?.find(request.params.id, principalOf(request).user.id);
      if (found === undefined) throw sessionUnknown();
      const { callId, expiresMs } = found;
      return { ...(callId === undefined ? {} : { callId }), expiresAt: new Date(expiresMs) };
    },
  );

  app.delete(
    '/api/phone/sessions/:id',
    {
      config: { access: 'person' },
      schema: { summary: 'End a browser phone and its call', params: SessionId, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (ports.phone?.find(id, principalOf(request).user.id) === undefined) throw sessionUnknown();
      await ports.phone.close(id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/phone',
    {
      websocket: true,
      config: { access: 'person' },
      schema: { querystring: z.strictObject({ session: SessionId.shape.id }) },
      // Before the upgrade, so that a browser phone that is over is refused and not only closed.
      preHandler: async (request) => {
        const { session } = request.query;
        if (required(ports.phone).find(session, principalOf(request).user.id) === undefined) throw sessionUnknown();
      },
    },
    (socket, request) => {
      sockets.add(socket, principalOf(request).credential, SIP_BYTES);
      required(ports.phone).connect(request.query.session, socket);
    },
  );
}

const sessionUnknown = () =>
  new ApiError(404, 'phone-unknown', 'This browser phone is over, or was never made.', {
    fix: 'Start a new test call.',
  });

function required(phone: PhonePort | undefined): PhonePort {
  if (phone !== undefined) return phone;
  throw new ApiError(503, 'asterisk-missing', 'Without Asterisk there are no calls, only simulations.', {
    fix: 'Run `npx patchcord doctor`: it says what is missing.',
  });
}
