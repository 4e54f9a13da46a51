import * as z from 'zod';
import { createApiToken, listApiTokens, revokeApiToken } from '#runtime/store/api-tokens';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Line, Nothing } from './fields.ts';

const Token = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});

export function tokenRoutes(app: App, { store, sockets }: ServerContext): void {
  app.get(
    '/api/tokens',
    {
      config: { access: 'person' },
      schema: { summary: 'Your API tokens', response: { 200: z.strictObject({ tokens: z.array(Token) }) } },
    },
    async (request) => ({ tokens: await listApiTokens(store.db, actorOf(request).userId) }),
  );

  app.post(
    '/api/tokens',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Make an API token; it is shown only now',
        body: z.strictObject({ name: Line(80) }),
        response: { 201: z.strictObject({ ...Token.shape, token: z.string() }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { token, row } = await createApiToken(store.db, actor.userId, request.body.name);
      await writeAudit(store.db, actor, 'token.created', row.id, { name: row.name });
      return reply.code(201).send({ ...row, token });
    },
  );

  app.delete(
    '/api/tokens/:id',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Revoke an API token at once',
        params: z.strictObject({ id: z.uuid() }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      if (!(await revokeApiToken(store.db, actor.userId, id)))
        throw new ApiError(404, 'token-unknown', 'There is no such token, or it is revoked already.');
      sockets.closeFor(`token:${id}`);
      await writeAudit(store.db, actor, 'token.revoked', id);
      return reply.code(204).send();
    },
  );
}
