import * as z from 'zod';
import { MailAddress } from '#runtime/flow/mail-address';
import { FlowId } from '#runtime/flow/schema';
import { writeAudit } from '#runtime/store/audit';
import {
  changeConnection,
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  type StoredConnection,
} from '#runtime/store/connections';
import { type SettingUse, settingUses } from '#runtime/store/setting-uses';
import { actorOf } from './access.ts';
import { refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { AnyObject, Line, Nothing } from './fields.ts';
import { makeNamed } from './id-of-name.ts';

const Params = z.strictObject({ id: FlowId });
const Options = z.record(z.string(), z.json()).meta({ description: 'As the kind says; a secret as { secret: NAME }.' });
const ConnectionInfo = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  options: AnyObject,
  updatedAt: z.date(),
  updatedBy: z.string(),
  usedBy: z.array(z.strictObject({ flowId: z.string(), draft: z.boolean(), current: z.boolean() })),
});
const Check = z.strictObject({ name: z.string(), ok: z.boolean(), message: z.string(), fix: z.string().optional() });

/** Services outside that steps use. Options name secrets, and never hold one. */
export function connectionRoutes(app: App, { store, ports }: ServerContext): void {
  const describe = (connection: StoredConnection, uses: readonly SettingUse[]) => ({
    ...connection,
    options: { ...connection.options },
    usedBy: uses.filter(({ name }) => name === connection.id).map(({ name: _, ...use }) => use),
  });
  const one = async (id: string) =>
    describe(await getConnection(store.db, id), await settingUses(store.db, 'connection'));
  const checked = (kind: string, options: z.infer<typeof Options>) => {
    try {
      return ports.connections.check(kind, options);
    } catch (error) {
      throw refused(error);
    }
  };

  app.get(
    '/api/connection-kinds',
    {
      config: { access: 'user' },
      schema: {
        summary: 'What can be connected to, each with the JSON Schema of its options',
        response: {
          200: z.strictObject({
            kinds: z.array(
              z.strictObject({ kind: z.string(), title: z.string(), summary: z.string(), settings: AnyObject }),
            ),
          }),
        },
      },
    },
    async () => ({ kinds: ports.connections.kinds().map((kind) => ({ ...kind, settings: { ...kind.settings } })) }),
  );

  app.get(
    '/api/connections',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All connections, and which flows use them',
        response: { 200: z.strictObject({ connections: z.array(ConnectionInfo) }) },
      },
    },
    async () => {
      const [all, uses] = [await listConnections(store.db), await settingUses(store.db, 'connection')];
      return { connections: all.map((connection) => describe(connection, uses)) };
    },
  );

  app.post(
    '/api/connections',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Make a connection',
        body: z.strictObject({ kind: z.string().max(40), name: Line(120), options: Options }),
        response: { 201: ConnectionInfo },
      },
    },
    async (request, reply) => {
      const { kind, name } = request.body;
      const options = checked(kind, request.body.options);
      const actor = actorOf(request);
      const make = (id: string) => createConnection(store.db, { id, kind, name, options }, actor.userId);
      const id = await makeNamed(name, 'connection', make);
      await writeAudit(store.db, actor, 'connection.created', id, { kind });
      return reply.code(201).send(await one(id));
    },
  );

  app.get(
    '/api/connections/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'A connection', params: Params, response: { 200: ConnectionInfo } },
    },
    async (request) => one(request.params.id),
  );

  app.put(
    '/api/connections/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Change a connection; it acts at once',
        params: Params,
        body: z.strictObject({ name: Line(120), options: Options }),
        response: { 200: ConnectionInfo },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { kind } = await getConnection(store.db, id);
      const options = checked(kind, request.body.options);
      const actor = actorOf(request);
      await changeConnection(store.db, id, { name: request.body.name, options }, actor.userId);
      await writeAudit(store.db, actor, 'connection.changed', id);
      return one(id);
    },
  );

  app.post(
    '/api/connections/:id/test',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Try a connection out, step by step; with `to`, something is really sent there',
        params: Params,
        body: z.strictObject({ to: MailAddress.optional() }),
        response: { 200: z.strictObject({ ok: z.boolean(), checks: z.array(Check) }) },
      },
    },
    async (request) => {
      const { kind, options } = await getConnection(store.db, request.params.id);
      const checks = await ports.connections.test(kind, options, request.body.to);
      return { ok: checks.every(({ ok }) => ok), checks: [...checks] };
    },
  );

  app.delete(
    '/api/connections/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Remove a connection that no flow uses', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await deleteConnection(store.db, request.params.id);
      await writeAudit(store.db, actorOf(request), 'connection.removed', request.params.id);
      return reply.code(204).send();
    },
  );
}
