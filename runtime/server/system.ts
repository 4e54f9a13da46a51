import * as z from 'zod';
import { Flow } from '#runtime/flow/schema';
import { principalOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { AnyObject } from './fields.ts';

/** Health, status, who I am, and what describes the language and the API. */
export function systemRoutes(app: App, { store, ports, calls, hub }: ServerContext): void {
  app.get(
    '/api/health',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Whether the runtime and its database answer',
        response: { 200: z.strictObject({ ok: z.literal(true) }) },
      },
    },
    async () => {
      await store.pool.query('select 1').catch(() => {
        throw new ApiError(503, 'store-away', 'The database can not be reached.');
      });
      return { ok: true as const };
    },
  );

  app.get(
    '/api/status',
    {
      config: { access: 'user' },
      schema: {
        summary: 'How the parts of this machine are doing',
        response: {
          200: z.looseObject({
            store: z.strictObject({ rowsWaiting: z.int(), rowsDropped: z.int() }),
            jobs: z.strictObject({ waiting: z.int(), failed: z.int() }),
            watchers: z.int(),
          }),
        },
      },
    },
    async () => ({
      ...(await ports.status()),
      store: { rowsWaiting: calls.pending, rowsDropped: calls.dropped },
      jobs: { waiting: ports.jobs.pending, failed: (await ports.jobs.failed()).length },
      watchers: hub.clients,
    }),
  );

  app.get(
    '/api/me',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Who you are, and how you are signed in',
        response: {
          200: z.strictObject({
            user: z.strictObject({ id: z.string(), name: z.string(), role: z.string() }),
            kind: z.enum(['session', 'token', 'cli']),
          }),
        },
      },
    },
    async (request) => {
      const { user, kind } = principalOf(request);
      return { user: { id: user.id, name: user.name, role: user.role }, kind };
    },
  );

  app.get(
    '/api/catalogue',
    {
      config: { access: 'user' },
      schema: { summary: 'All steps', response: { 200: z.strictObject({ steps: z.array(AnyObject) }) } },
    },
    async () => ({ steps: [...ports.catalogue.values()].map((entry) => ({ ...entry })) }),
  );

  const flowSchema = z.toJSONSchema(Flow, { io: 'input' });
  app.get(
    '/api/flow.schema.json',
    { config: { access: 'user' }, schema: { summary: 'JSON Schema of a flow', response: { 200: AnyObject } } },
    async () => ({ ...flowSchema }),
  );

  app.get('/api/openapi.json', { config: { access: 'user' }, schema: { hide: true } }, async () => app.swagger());
}
