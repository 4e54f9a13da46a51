import * as z from 'zod';
import { deleteSecret, listSecrets, SecretName, SecretValue, setSecret } from '#runtime/secrets/secrets';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';

const Params = z.strictObject({ name: SecretName });
const SecretInfo = z.strictObject({
  name: z.string(),
  updatedAt: z.date(),
  updatedBy: z.string(),
  readable: z.boolean().meta({ description: 'False when it was sealed with a key that is not here.' }),
  usedBy: z.array(
    z.strictObject({ flowId: z.string(), draft: z.boolean(), current: z.boolean(), revisions: z.array(z.int()) }),
  ),
  connections: z.array(z.string()).meta({ description: 'Connections that name it.' }),
  trunks: z.array(z.string()).meta({ description: 'Trunks that name it.' }),
});

/** Values go in and never come out: no answer of any route holds one. */
export function secretRoutes(app: App, { store, keyring }: ServerContext): void {
  app.get(
    '/api/secrets',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Names of all secrets, and what uses them',
        response: { 200: z.strictObject({ secrets: z.array(SecretInfo) }) },
      },
    },
    async () => ({ secrets: await listSecrets(store.db, keyring) }),
  );

  app.put(
    '/api/secrets/:name',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Set a secret',
        params: Params,
        body: z.strictObject({ value: SecretValue }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await setSecret(store.db, keyring, request.params.name, request.body.value, actor.userId);
      await writeAudit(store.db, actor, 'secret.set', request.params.name);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/secrets/:name',
    {
      config: { access: 'user' },
      schema: { summary: 'Remove a secret that nothing uses', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await deleteSecret(store.db, request.params.name);
      await writeAudit(store.db, actorOf(request), 'secret.removed', request.params.name);
      return reply.code(204).send();
    },
  );
}
