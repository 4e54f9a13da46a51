import * as z from 'zod';
import { FlowId } from '#runtime/flow/schema';
import { principalOf } from './access.ts';
import type { App, ServerContext } from './context.ts';
import { Id } from './fields.ts';

const UNREAD_BYTES = 4_096;

/** A WebSocket of call events as they happen: JSON, one event a message. What a client sends is not read. */
export function eventRoutes(app: App, { hub, sockets }: ServerContext): void {
  app.get(
    '/api/events',
    {
      websocket: true,
      config: { access: 'user' },
      schema: { querystring: z.strictObject({ call: Id.optional(), flow: FlowId.optional() }) },
    },
    (socket, request) => {
      const { call, flow } = request.query;
      const filter = {
        ...(call === undefined ? {} : { callId: call }),
        ...(flow === undefined ? {} : { flowId: flow }),
      };
      sockets.add(socket, principalOf(request).credential, UNREAD_BYTES);
      hub.add(socket, filter);
    },
  );
}
